/** A connected board: what it is, its pins, the functions of `ding`, and its console. */
import { css, html, nothing, type TemplateResult } from "lit";
import type { ConnectedBoard, PinReading } from "../../real-board/connected-board.ts";
import { common } from "../part.ts";
import { BoardPart } from "./board-part.ts";

export class DingBoardPanel extends BoardPart {
  static override styles = [
    common,
    css`
      pre {
        margin: 0 0 8px;
        height: 11rem;
        overflow: auto;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        border: 1px solid var(--line);
        border-radius: 6px;
        padding: 6px;
      }
      dl {
        display: grid;
        grid-template-columns: max-content max-content 1fr;
        gap: 4px 12px;
        margin: 8px 0;
      }
      dt,
      dd {
        margin: 0;
      }
      form {
        display: flex;
        gap: 8px;
      }
      form input {
        flex: 1;
        min-width: 0;
      }
    `,
  ];

  protected override render(): TemplateResult | typeof nothing {
    const { board } = this;
    if (board === undefined) return nothing;
    return html`
      <div class="row">
        <strong id="what">${board.what || "The board has not answered yet"}</strong>
        ${board.node === undefined ? nothing : html`<span>${board.node}: ${this._state(board)}</span>`}
        <button type="button" ?disabled=${board.isBusy} @click=${() => this.dispatchEvent(new Event("disconnect"))}>Disconnect</button>
      </div>
      ${board.what === "" ? nothing : this._answering(board)}
    `;
  }

  protected override updated(): void {
    const lines = this.renderRoot.querySelector("pre");
    if (lines) lines.scrollTop = lines.scrollHeight;
  }

  private _state({ status }: ConnectedBoard): string {
    if (status === undefined) return "not known yet";
    return `${status.isOnline ? "online" : "offline"}${status.queued === 0 ? "" : `, ${status.queued} messages waiting`}`;
  }

  private _answering(board: ConnectedBoard): TemplateResult {
    return html`
      <dl aria-label="Pins">${board.pins.map((pin) => this._pin(board, pin))}</dl>
      ${board.functions.length === 0 ? nothing : this._functions(board)}
      <h3 id="console">Console</h3>
      <pre tabindex="0" role="log" aria-labelledby="console">${board.lines.join("\n")}</pre>
      <form @submit=${(event: SubmitEvent) => void this._evaluate(board, event)}>
        <input name="code" aria-label="Expression for the board" placeholder="process.memory().usage" autocomplete="off" spellcheck="false" />
        <button ?disabled=${board.isBusy}>Evaluate</button>
      </form>
    `;
  }

  private _pin(board: ConnectedBoard, { part, name, pin, value, state }: PinReading): TemplateResult {
    return html`
      <dt>${name === "" ? part : `${part} ${name}`} ${pin}</dt>
      <dd data-pin=${pin}>${state === undefined ? (value ?? "not known") : `${state} (${value})`}</dd>
      <dd>
        ${
          part === "LED"
            ? html`<button type="button" ?disabled=${board.isBusy} @click=${() => board.toggleLed()}>Toggle the pin</button>
                <span class="dim"
                  >as the node set it. The button switches only the pin: the node does not notice, and keeps reporting the state that it set</span
                >`
            : nothing
        }
      </dd>
    `;
  }

  private _functions(board: ConnectedBoard): TemplateResult {
    return html`
      <h3>Functions of the node</h3>
      <div class="row">
        ${board.functions.map(
          (name) => html`<button type="button" ?disabled=${board.isBusy} @click=${() => void this._call(board, name)}>ding.${name}()</button>`,
        )}
        <label>with <input id="command" size="12" value="toggle" spellcheck="false" aria-label="Command for ding.led" /> for ding.led</label>
      </div>
    `;
  }

  /** By the package's own list of functions, as its users call them. */
  private async _call(board: ConnectedBoard, name: string): Promise<void> {
    const command = this.renderRoot.querySelector<HTMLInputElement>("#command")?.value ?? "";
    await board.call(name, ...(name === "led" ? [command] : []));
  }

  private async _evaluate(board: ConnectedBoard, event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const input = this.renderRoot.querySelector<HTMLInputElement>("input[name=code]");
    const code = input?.value.trim() ?? "";
    if (!input || code === "") return;
    input.value = "";
    await board.evaluate(code);
  }
}

customElements.define("ding-board-panel", DingBoardPanel);
