/** Forms that write to a board look alike. */
import { css, html, nothing, type TemplateResult } from "lit";
import type { PagePerson } from "../../real-board/page-person.ts";

export const workStyles = css`
  details {
    margin-top: 12px;
    border-top: 1px solid var(--line);
    padding-top: 8px;
  }
  summary {
    cursor: pointer;
    font-weight: 600;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr));
    gap: 8px 16px;
    margin: 8px 0;
  }
  /* Label, field and note share rows with their neighbours, however long a label is. */
  .fields > div {
    display: grid;
    grid-row: span 3;
    grid-template-rows: subgrid;
    gap: 2px;
  }
  .fields div > label {
    align-self: end;
  }
  label.tick {
    display: flex;
    gap: 8px;
    align-items: center;
    grid-row: span 3;
    min-height: 32px;
  }
  label.tick input {
    min-height: 0;
    flex: none;
  }
  .fields input:not([type="checkbox"]),
  .fields select {
    width: 100%;
  }
  .fields p {
    margin: 2px 0 0;
    font-size: 0.9rem;
  }
  form + .said,
  .row + .said {
    margin-top: 8px;
  }
  progress {
    width: 100%;
    accent-color: var(--accent);
  }
  .said {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    font-family: var(--mono);
    font-size: 0.86rem;
  }
`;

/** What a tool has said so far, how far it is, and how it ended. */
export function workShown({ lines, progress }: PagePerson, trouble: string | undefined): TemplateResult {
  return html`
    <div class="said" role="log" aria-label="Progress">${lines.join("\n")}</div>
    ${progress === undefined ? nothing : html`<label>${progress.label} <progress max=${progress.total} .value=${progress.done}></progress></label>`}
    <p class="bad said" role="alert">${trouble ?? nothing}</p>
  `;
}
