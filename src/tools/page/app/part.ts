/** The base class of all parts of the page: it redraws a part when what it shows has changed. */
import { css, LitElement, type PropertyDeclarations } from "lit";
import type { Simulator, Topic } from "./simulator.ts";

export abstract class Part extends LitElement {
  static override properties: PropertyDeclarations = { simulator: { attribute: false } };

  declare simulator: Simulator | undefined;
  private _stops: (() => void)[] = [];
  private _heard: Simulator | undefined;

  /** The topics that the part draws. */
  protected abstract readonly topics: readonly Topic[];

  override connectedCallback(): void {
    super.connectedCallback();
    this._listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._stopListening();
  }

  protected override willUpdate(): void {
    if (this._heard !== this.simulator) this._listen();
  }

  private _listen(): void {
    this._stopListening();
    this._heard = this.simulator;
    this._stops = this.topics.flatMap((topic) => this.simulator?.on(topic, () => this.requestUpdate()) ?? []);
  }

  private _stopListening(): void {
    for (const stop of this._stops) stop();
    this._stops = [];
    this._heard = undefined;
  }
}

/** Buttons, fields and headings look the same in every part. */
export const common = css`
  :host {
    display: block;
  }
  section {
    background: var(--card);
    border: 1px solid var(--line);
    border-radius: 10px;
    padding: var(--gap);
    box-sizing: border-box;
    height: 100%;
  }
  h2 {
    font-size: 1.05rem;
    margin: 0 0 8px;
  }
  h3 {
    font-size: 0.95rem;
    margin: 12px 0 4px;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: var(--text);
    background: var(--page);
    border: 1px solid var(--line);
    border-radius: 6px;
    padding: 4px 10px;
    min-height: 32px;
    box-sizing: border-box;
    max-width: 100%;
  }
  input[type="checkbox"],
  input[type="radio"] {
    min-height: 0;
    vertical-align: middle;
  }
  button {
    cursor: pointer;
  }
  button.main {
    background: var(--accent);
    color: var(--on-accent);
    border-color: var(--accent);
  }
  button[disabled] {
    opacity: 0.55;
    cursor: not-allowed;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  code,
  pre {
    font-family: var(--mono);
    font-size: 0.86rem;
  }
  .dim {
    color: var(--dim);
  }
  .bad {
    color: var(--bad);
  }
  .good {
    color: var(--good);
  }
  .warn {
    color: var(--warn);
  }
  .mark::before {
    content: "";
    display: inline-block;
    width: 0.7em;
    height: 0.7em;
    margin-right: 0.45em;
    border-radius: 50%;
    background: currentcolor;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
`;
