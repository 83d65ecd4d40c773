/** A switch with its name and a sentence of what it does, as every part of the page shows one. */
import { css, html, nothing, type TemplateResult } from "lit";

export interface Switch {
  /** Unique in its part; ties the sentence to the switch. */
  id: string;
  name: string;
  on: boolean;
  /** What it does. */
  what: string;
  /** Why it cannot be used; undefined when it can. */
  unavailable?: string | undefined;
  toggle: (on: boolean) => void;
}

export function renderSwitch({ id, name, on, what, unavailable, toggle }: Switch): TemplateResult {
  return html`
    <div class="switch">
      <button
        type="button"
        role="switch"
        id=${id}
        aria-checked=${on ? "true" : "false"}
        aria-describedby="${id}-what"
        ?disabled=${unavailable !== undefined}
        @click=${() => toggle(!on)}
      >
        <span class="track" aria-hidden="true"><span class="knob"></span></span>
        <span>${name}</span>
      </button>
      <p id="${id}-what" class="dim">${what} ${unavailable === undefined ? nothing : html`<strong>${unavailable}</strong>`}</p>
    </div>
  `;
}

export const switchStyles = css`
  .switch {
    display: grid;
    gap: 2px;
  }
  .switch p {
    margin: 0 0 0 46px;
    font-size: 0.85rem;
  }
  .switch p strong {
    color: var(--warn);
    font-weight: 500;
  }
  button[role="switch"] {
    display: inline-flex;
    align-items: center;
    gap: 10px;
    border: 0;
    padding: 2px 6px 2px 0;
    background: none;
    justify-self: start;
    font-weight: 600;
  }
  .track {
    width: 36px;
    height: 20px;
    box-sizing: border-box;
    border-radius: 10px;
    border: 2px solid var(--dim);
    background: var(--page);
    padding: 2px;
    transition: background 0.15s;
  }
  .knob {
    display: block;
    width: 12px;
    height: 12px;
    border-radius: 50%;
    background: var(--dim);
    transition: transform 0.15s;
  }
  [aria-checked="true"] .track {
    background: var(--accent);
    border-color: var(--accent);
  }
  [aria-checked="true"] .knob {
    background: var(--on-accent);
    transform: translateX(16px);
  }
  @media (prefers-reduced-motion: reduce) {
    .track,
    .knob {
      transition: none;
    }
  }
`;
