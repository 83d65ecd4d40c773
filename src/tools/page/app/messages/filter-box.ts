/** `<ding-filter>`: the box for a topic filter, with a sentence about what it means or what is wrong with it. Tells changes by the event `change`. */
import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { explainFilter } from "../../messages/filter-explained.ts";
import { common } from "../part.ts";

export class DingFilter extends LitElement {
  static override properties: PropertyDeclarations = { topics: { attribute: false }, base: {}, _text: { state: true }, _hide: { state: true } };
  static override styles = [
    common,
    css`
      input[type="text"] {
        flex: 1 1 12rem;
        min-width: 0;
        font-family: var(--mono);
      }
      input[aria-invalid="true"] {
        border-color: var(--bad);
      }
      p {
        margin: 4px 0 0;
        min-height: 1.45em;
        font-size: 0.9rem;
      }
      p button {
        min-height: 26px;
        padding: 0 8px;
        font-family: var(--mono);
        font-size: 0.86rem;
      }
    `,
  ];
  /** Topics that are in use. */
  declare topics: readonly string[];
  declare base: string;
  declare private _text: string;
  declare private _hide: boolean;

  constructor() {
    super();
    this.topics = [];
    this.base = "";
    this._text = "";
    this._hide = false;
  }

  /** The filter; undefined while there is none, or it is not valid. */
  get filter(): string | undefined {
    return this._text !== "" && explainFilter(this._text).valid ? this._text : undefined;
  }

  /** Messages that do not match are to be hidden, not only those that match marked. */
  get hide(): boolean {
    return this._hide;
  }

  protected override render(): TemplateResult {
    const explained = this._text === "" ? undefined : explainFilter(this._text, this.topics);
    const isWrong = explained?.valid === false;
    return html`
      <div class="row">
        <label for="filter">Topic filter</label>
        <input
          id="filter"
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder="${this.base}/#"
          .value=${this._text}
          aria-invalid=${isWrong ? "true" : "false"}
          aria-describedby="meaning"
          @input=${(event: Event) => event.target instanceof HTMLInputElement && this._set(event.target.value)}
        />
        <label><input type="checkbox" .checked=${this._hide} @change=${() => this._toggle()} /> hide the others</label>
      </div>
      <p id="meaning" aria-live="polite" class=${isWrong ? "bad" : "dim"}>
        ${explained?.text ?? "+ stands for one level, # at the end for all that follow."}
        ${explained?.suggestion === undefined ? nothing : this._suggestion(explained.suggestion)}
      </p>
    `;
  }

  private _suggestion(filter: string): TemplateResult {
    return html`Did you mean <button @click=${() => this._set(filter)}>${filter}</button>?`;
  }

  private _set(text: string): void {
    this._text = text;
    this._tell();
  }

  private _toggle(): void {
    this._hide = !this._hide;
    this._tell();
  }

  private _tell(): void {
    this.dispatchEvent(new Event("change"));
  }
}

customElements.define("ding-filter", DingFilter);

declare global {
  interface HTMLElementTagNameMap {
    "ding-filter": DingFilter;
  }
}
