/** The stations of a press in a row, or stacked where the page is narrow. */
import { css } from "lit";

export const wayStyles = css`
  section {
    container-type: inline-size;
    height: auto;
  }
  .chosen p {
    margin: 0;
    font-weight: 600;
  }
  .delivered {
    color: var(--good);
  }
  .waiting {
    color: var(--warn);
  }
  .lost {
    color: var(--bad);
  }
  .stations {
    list-style: none;
    margin: 12px 0;
    padding: 0;
    display: flex;
    align-items: stretch;
  }
  .stations li {
    display: flex;
    align-items: center;
    flex: 1 1 auto;
    color: var(--text);
  }
  .stations li:last-child {
    flex: 0 0 auto;
  }
  .box {
    border: 2px solid var(--line);
    border-radius: 8px;
    padding: 6px 10px;
    text-align: center;
    align-self: stretch;
    display: grid;
    align-content: center;
    max-width: 9.5em;
  }
  small {
    font-size: 0.78rem;
    line-height: 1.25;
  }
  .ahead .box,
  .skipped .box {
    border-style: dashed;
    color: var(--dim);
  }
  .reached .box {
    border-color: var(--good);
  }
  .stations .waiting .box {
    border-color: var(--warn);
    background: var(--mark);
    animation: pulse 1.2s ease-in-out infinite alternate;
  }
  .stations .lost .box {
    border-color: var(--bad);
    color: var(--bad);
  }
  @keyframes pulse {
    to {
      box-shadow: 0 0 0 4px color-mix(in srgb, var(--warn) 35%, transparent);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .stations .waiting .box {
      animation: none;
    }
  }
  .leg {
    flex: 1 1 48px;
    min-width: 40px;
    position: relative;
    text-align: center;
    font-size: 0.8rem;
    font-variant-numeric: tabular-nums;
    color: var(--dim);
    align-self: center;
    border-bottom: 2px solid var(--line);
    height: 1.5em;
    margin-top: -1.5em;
    margin-right: 7px;
    white-space: nowrap;
  }
  .leg::after {
    content: "";
    position: absolute;
    right: -7px;
    bottom: -6px;
    border: 5px solid transparent;
    border-left: 7px solid var(--line);
    border-right: 0;
  }
  .leg strong {
    color: var(--warn);
  }
  .list button {
    min-height: 28px;
    padding: 2px 8px;
    font-variant-numeric: tabular-nums;
  }
  .list [aria-pressed="true"] {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  @container (max-width: 760px) {
    .stations,
    .stations li {
      flex-direction: column;
      align-items: stretch;
    }
    .box {
      max-width: none;
      padding: 4px 10px;
      align-self: stretch;
    }
    .leg {
      height: auto;
      min-height: 20px;
      flex: 0 0 auto;
      margin: 0 0 6px 20px;
      border-bottom: 0;
      border-left: 2px solid var(--line);
      text-align: left;
      padding-left: 10px;
      align-self: stretch;
    }
    .leg::after {
      right: auto;
      left: -6px;
      bottom: -6px;
      border: 5px solid transparent;
      border-top: 7px solid var(--line);
      border-bottom: 0;
    }
  }
`;
