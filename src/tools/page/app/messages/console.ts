/** `<ding-console>`: the selected board's console. Input goes to the board unchanged. */
import { css, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { InputHistory } from "../../messages/input-history.ts";
import { timeOfDay } from "../../messages/time-of-day.ts";
import { common, Part } from "../part.ts";
import type { ConsoleLine, Topic } from "../simulator.ts";
import { EndKeeper } from "./end-keeper.ts";

/** Lines that are shown. */
const mostShown = 300;

const buttons: readonly { name: string; expression: string }[] = [
  { name: "status", expression: "ding.status()" },
  { name: "press", expression: "ding.press()" },
  { name: "help", expression: "ding.help()" },
];

export class DingConsole extends Part {
  static override properties: PropertyDeclarations = { ...Part.properties, node: { attribute: false }, _isFollowing: { state: true } };
  static override styles = [
    common,
    css`
      section {
        display: flex;
        flex-direction: column;
      }
      .lines {
        flex: 1 1 auto;
        height: var(--console-height, 16rem);
        overflow-y: auto;
        border: 1px solid var(--line);
        border-radius: 6px;
        background: var(--page);
        padding: 6px 8px;
        margin: 8px 0;
        font-family: var(--mono);
        font-size: 0.84rem;
      }
      .line {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        contain: content;
      }
      h2 {
        margin: 0;
      }
      .head {
        justify-content: space-between;
      }
      form {
        display: flex;
        gap: 8px;
      }
      input {
        flex: 1;
        min-width: 0;
        font-family: var(--mono);
      }
    `,
  ];
  protected readonly topics: readonly Topic[] = ["console", "connection"];

  /** The selected board's name; undefined: the first. */
  declare node: string | undefined;
  /** The newest line stays in view. */
  declare private _isFollowing: boolean;
  private _end: EndKeeper | undefined;
  private readonly _history = new InputHistory();

  constructor() {
    super();
    this._isFollowing = true;
  }

  protected override render(): TemplateResult {
    const node = this._selected();
    const lines = this.simulator?.console.get(node)?.slice(-mostShown) ?? [];
    const isOff = this.simulator?.connection !== "open";
    return html`
      <section aria-labelledby="title">
        <div class="row head">
          <h2 id="title">Console of ${node === "" ? "the board" : node}</h2>
          <div class="row">
            ${buttons.map(({ name, expression }) => html`<button ?disabled=${isOff} title=${expression} @click=${() => this._type(expression)}>${name}</button>`)}
            ${this._isFollowing ? nothing : html`<button @click=${() => this._follow()}>To the newest line</button>`}
          </div>
        </div>
        <div
          class="lines"
          role="log"
          aria-label="What the board prints"
          aria-live=${this._isFollowing ? "polite" : "off"}
          tabindex="0"
          @scroll=${() => this._scrolled()}
        >
          ${lines.length === 0 ? html`<span class="dim">Nothing printed yet.</span>` : lines.map((line) => lineOf(line))}
        </div>
        <form @submit=${(event: Event) => this._submit(event)}>
          <input
            aria-label="JavaScript for the board"
            placeholder="JavaScript for the board, such as ding.status()"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            @keydown=${(event: KeyboardEvent) => this._key(event)}
          />
          <button class="main" ?disabled=${isOff}>Enter</button>
        </form>
      </section>
    `;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has("node")) this._isFollowing = true;
    this._keepEnd();
  }

  private _keepEnd(): void {
    const lines = this.renderRoot.querySelector<HTMLElement>(".lines");
    if (lines !== null) this._end ??= new EndKeeper(lines, () => this._keepEnd());
    if (this._isFollowing) this._end?.scrollToEnd();
  }

  private _selected(): string {
    return this.node ?? this.simulator?.hello?.nodes[0]?.node ?? "";
  }

  private _scrolled(): void {
    if (this._isFollowing ? this._end?.wasLeft : this._end?.isAtEnd) this._isFollowing = !this._isFollowing;
  }

  private _follow(): void {
    this._isFollowing = true;
  }

  private _submit(event: Event): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector("input");
    if (input === null || input.value.trim() === "") return;
    this._history.add(input.value);
    this._type(input.value);
    input.value = "";
  }

  private _key(event: KeyboardEvent): void {
    const input = event.currentTarget;
    if (!(input instanceof HTMLInputElement) || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    input.value = event.key === "ArrowUp" ? this._history.older(input.value) : this._history.newer(input.value);
  }

  private _type(line: string): void {
    // The serial port carries bytes.
    const bytes = String.fromCharCode(...new TextEncoder().encode(line));
    this.simulator?.send({ type: "type", node: this._selected(), text: `${bytes}\n` });
    this._follow();
  }
}

function lineOf({ at, line }: ConsoleLine): TemplateResult {
  return html`<div class="line"><span class="dim">${timeOfDay(at)}</span> ${line}</div>`;
}

customElements.define("ding-console", DingConsole);
