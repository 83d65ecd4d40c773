/** A message's payload on the page: JSON laid out, long payloads folded, and always as text. */
import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
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
  return html`<ding-fold .text=${text} .bytes=${bytes} .isReachable=${isReachable}></ding-fold>`;
}

/** A long payload: its beginning, and all of it once it is unfolded. It is laid out only once it is unfolded. */
class DingFold extends LitElement {
  static override properties: PropertyDeclarations = { text: {}, bytes: {}, isReachable: {}, _isOpen: { state: true } };

  declare text: string;
  declare bytes: number;
  declare isReachable: boolean;
  declare private _isOpen: boolean | undefined;

  protected override render(): TemplateResult {
    const { text, bytes, isReachable } = this;
    const pieces = layOut(text);
    const kind = pieces === undefined ? "" : "json";
    return html`
      <details @toggle=${(event: Event) => (this._isOpen = event.target instanceof HTMLDetailsElement && event.target.open)}>
        <summary tabindex=${isReachable ? 0 : -1}>
          <code class="payload ${kind}">${pieces === undefined ? text.slice(0, mostShown) : drawn(beginning(pieces))}</code>
          <span class="dim">… ${bytes} bytes</span>
        </summary>
        ${this._isOpen === true ? html`<pre class="payload ${kind}">${pieces === undefined ? text.slice(0, mostUnfolded) : drawn(indent(pieces))}</pre>` : nothing}
        ${text.length > mostUnfolded ? html`<span class="dim">The rest is not shown; copying gives all of it.</span>` : nothing}
      </details>
    `;
  }

  /** Part of the list that it is in, and of its styles. */
  protected override createRenderRoot(): this {
    return this;
  }
}

customElements.define("ding-fold", DingFold);

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
