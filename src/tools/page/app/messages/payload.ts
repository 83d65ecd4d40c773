/** A message's payload as it is shown: JSON laid out, long ones folded. Text stays text, whatever it holds. */
import { css, html, type TemplateResult } from "lit";
import type { MessageRecord } from "../../protocol.ts";
import { indent, layOut, type Piece } from "../../messages/laid-out.ts";

/** Characters that are shown without unfolding. */
const mostShown = 240;
/** Characters that are shown at all; copying gives the rest. */
const mostUnfolded = 20_000;

/** @param isReachable whether its fold can be reached by Tab */
export function payload({ text, bytes }: Pick<MessageRecord, "text" | "bytes">, isReachable: boolean): TemplateResult {
  if (text === undefined) return html`<span class="dim">${bytes} bytes that are not text</span>`;
  if (text === "") return html`<span class="dim">empty</span>`;
  const pieces = layOut(text);
  const kind = pieces === undefined ? "" : "json";
  const length = pieces?.reduce((sum, piece) => sum + piece.text.length, 0) ?? text.length;
  if (length <= mostShown) return html`<code class="payload ${kind}">${pieces === undefined ? text : drawn(pieces)}</code>`;
  return html`
    <details>
      <summary tabindex=${isReachable ? 0 : -1}>
        <code class="payload ${kind}">${pieces === undefined ? text.slice(0, mostShown) : drawn(beginning(pieces))}</code>
        <span class="dim">… ${bytes} bytes</span>
      </summary>
      <pre class="payload ${kind}">${pieces === undefined ? text.slice(0, mostUnfolded) : drawn(indent(pieces))}</pre>
      ${text.length > mostUnfolded ? html`<span class="dim">The rest is not shown; copying gives all of it.</span>` : ""}
    </details>
  `;
}

/** Values stand out from the rest; the rest is plain text between them, for a page that is quick to draw. */
function drawn(pieces: readonly Piece[]): (TemplateResult | string)[] {
  const parts: (TemplateResult | string)[] = [];
  let between = "";
  for (const { kind, text } of pieces) {
    if (kind === "key" || kind === "sign") {
      between += text;
      continue;
    }
    parts.push(between, html`<span class=${kind}>${text}</span>`);
    between = "";
  }
  return [...parts, between];
}

function beginning(pieces: readonly Piece[]): Piece[] {
  let length = 0;
  return pieces.filter(({ text }) => (length += text.length) <= mostShown);
}

export const payloadStyles = css`
  .payload {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .payload.json {
    color: var(--dim);
  }
  .text,
  .word {
    color: var(--accent);
  }
  .number {
    color: var(--good);
  }
  details summary {
    cursor: pointer;
  }
  details[open] summary .payload {
    display: none;
  }
  pre.payload {
    margin: 4px 0 4px 14px;
  }
`;
