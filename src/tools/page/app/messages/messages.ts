/** `<ding-messages>`: the messages as a subscriber receives them, as they come. */
import { css, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { TopicMatcher, windowOf } from "../../messages/message-window.ts";
import { common, Part } from "../part.ts";
import type { ListedMessage, Topic } from "../simulator.ts";
import { copyText } from "./copy-text.ts";
import { EndKeeper } from "./end-keeper.ts";
import { DingFilter } from "./filter-box.ts";
import { messageLine, messageRow, rowStyles } from "./message-row.ts";
import { SequenceMarks } from "./sequence-marks.ts";

/** So many are shown at first, and so many more when one asks for them: a longer list would be slow to draw. */
const step = 60;
/** ms between two drawings, at least: a flood is drawn ten times a second. */
const drawEvery = 100;
/** Messages between two drawings above which nothing is read aloud: no voice keeps up. */
const flood = 3;

export class DingMessages extends Part {
  static override properties: PropertyDeclarations = {
    ...Part.properties,
    _paused: { state: true },
    _active: { state: true },
    _most: { state: true },
    _note: { state: true },
  };
  static override styles = [
    common,
    rowStyles,
    css`
      section {
        display: flex;
        flex-direction: column;
        min-height: 0;
      }
      .head-row {
        justify-content: space-between;
      }
      h2 {
        margin: 0;
      }
      ding-filter {
        margin: 8px 0;
      }
      .list {
        flex: 1 1 auto;
        height: var(--messages-height, 26rem);
        overflow-y: auto;
        border: 1px solid var(--line);
        border-radius: 6px;
      }
      .empty {
        padding: 12px;
      }
      .older {
        display: block;
        margin: 6px auto;
      }
      .note {
        min-height: 1.45em;
        font-size: 0.9rem;
        margin-top: 4px;
      }
    `,
  ];
  protected readonly topics: readonly Topic[] = ["messages", "connection"];

  /** What was there when the list was paused. */
  declare private _paused: readonly ListedMessage[] | undefined;
  /** The message that the arrow keys are at. */
  declare private _active: number | undefined;
  declare private _most: number;
  declare private _note: string;
  private readonly _marks = new SequenceMarks();
  private _matcher = new TopicMatcher(undefined);
  private _end: EndKeeper | undefined;
  private _filter: string | undefined;
  private _hide = false;
  private _cleared = 0;
  private _drawnAt = 0;
  private _drawnLast = 0;
  private _isFlood = false;

  constructor() {
    super();
    this._most = step;
    this._note = "";
  }

  protected override async scheduleUpdate(): Promise<void> {
    const wait = this._drawnAt + drawEvery - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    this._drawnAt = performance.now();
    await super.scheduleUpdate();
  }

  protected override render(): TemplateResult {
    const all = this.simulator?.messages ?? [];
    this._marks.update(all);
    const last = all.at(-1)?.number ?? 0;
    this._isFlood = last - this._drawnLast > flood;
    this._drawnLast = last;
    const messages = this._paused ?? all;
    const { shown, hasOlder } = windowOf(messages, { hide: this._hide, cleared: this._cleared, most: this._most }, this._matcher);
    const since = this._paused === undefined ? 0 : last - (this._paused.at(-1)?.number ?? 0);
    const active = shown.some(({ number }) => number === this._active) ? this._active : shown.at(-1)?.number;
    return html`
      <section aria-labelledby="title">
        <div class="row head-row">
          <h2 id="title">Messages</h2>
          <div class="row">
            <button aria-pressed=${this._paused === undefined ? "false" : "true"} @click=${() => (this._paused === undefined ? this._pause() : this._follow())}>
              ${this._paused === undefined ? "Pause" : since > 0 ? `Go on (${since} new)` : "Go on"}
            </button>
            <button @click=${() => this._clear()}>Clear</button>
            <button @click=${() => this._copyAll()}>Copy all</button>
          </div>
        </div>
        <ding-filter .topics=${topicsOf(messages)} .base=${this.simulator?.hello?.base ?? ""} @change=${(event: Event) => this._setFilter(event)}></ding-filter>
        <div
          class="list"
          role="log"
          aria-label="Messages"
          aria-live=${this._isFlood || this._paused !== undefined ? "off" : "polite"}
          tabindex=${shown.length === 0 ? 0 : -1}
          @scroll=${() => this._scrolled()}
          @click=${(event: Event) => this._clicked(event)}
          @keydown=${(event: KeyboardEvent) => this._key(event)}
        >
          ${hasOlder ? html`<button class="older" @click=${() => this._showOlder()}>Show ${step} older ones</button>` : nothing}
          ${shown.length === 0 ? html`<p class="empty dim">${this._nothing(messages)}</p>` : nothing}
          ${repeat(
            shown,
            ({ number }) => number,
            (message) => this._row(message, message.number === active),
          )}
        </div>
        <div class="note dim" role="status">${this._note}</div>
      </section>
    `;
  }

  /** Drawn again only when something about it has changed: most rows stay as they are. */
  private _row(message: ListedMessage, isActive: boolean): unknown {
    const remark = this._marks.of(message);
    const isMatch = this._filter !== undefined && !this._hide && this._matcher.matches(message.topic);
    const copy = (): void => void this._copy(messageLine(message), "the message");
    return guard([remark, isMatch, isActive], () => messageRow(message, { remark, isMatch, isActive, copy }));
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this._keepEnd();
  }

  private _list(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(".list");
  }

  private _keepEnd(): void {
    const list = this._list();
    if (list !== null) this._end ??= new EndKeeper(list, () => this._keepEnd());
    if (this._paused === undefined) this._end?.scrollToEnd();
  }

  private _nothing(messages: readonly ListedMessage[]): string {
    const isHidden = (messages.at(-1)?.number ?? 0) > this._cleared;
    return isHidden ? "No message matches the filter." : "No messages yet: press the button.";
  }

  private _pause(): void {
    this._paused ??= [...(this.simulator?.messages ?? [])];
  }

  private _follow(): void {
    this._paused = undefined;
    this._active = undefined;
    this._most = step;
  }

  /** Whoever scrolls back reads: the list waits until they have it go on. */
  private _scrolled(): void {
    if (this._end?.wasLeft) this._pause();
  }

  /** Whoever unfolds a message reads it. */
  private _clicked(event: Event): void {
    if (event.composedPath().some((target) => target instanceof HTMLElement && target.localName === "summary")) this._pause();
  }

  private _clear(): void {
    this._cleared = this.simulator?.messages.at(-1)?.number ?? this._cleared;
    this._follow();
    this._note = "";
    this.requestUpdate();
  }

  private _setFilter(event: Event): void {
    if (!(event.target instanceof DingFilter)) return;
    this._filter = event.target.filter;
    this._hide = event.target.hide && this._filter !== undefined;
    this._matcher = new TopicMatcher(this._filter);
    this.requestUpdate();
  }

  private async _showOlder(): Promise<void> {
    this._pause();
    const list = this._list();
    const below = list === null ? 0 : list.scrollHeight - list.scrollTop;
    this._most += step;
    await this.updateComplete;
    // What was in view stays there.
    if (list !== null) list.scrollTop = list.scrollHeight - below;
  }

  private async _key(event: KeyboardEvent): Promise<void> {
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>(".message")];
    const at = rows.findIndex((row) => row.tabIndex === 0);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
    const row = to === undefined ? undefined : rows[to];
    if (row === undefined) return;
    event.preventDefault();
    this._pause();
    this._active = Number(row.dataset["number"]);
    await this.updateComplete;
    row.focus();
  }

  private _copyAll(): Promise<void> {
    const view = { hide: this._hide, cleared: this._cleared, most: Number.POSITIVE_INFINITY };
    const { shown } = windowOf(this._paused ?? this.simulator?.messages ?? [], view, this._matcher);
    return this._copy(shown.map((message) => `${messageLine(message)}\n`).join(""), `${shown.length} message${shown.length === 1 ? "" : "s"}`);
  }

  private async _copy(text: string, what: string): Promise<void> {
    this._note = (await copyText(text)) ? `Copied ${what}.` : "The browser does not let the page copy: select the text and copy it.";
  }
}

/** The different topics of messages. */
function topicsOf(messages: readonly ListedMessage[]): string[] {
  return [...new Set(messages.map(({ topic }) => topic))];
}

customElements.define("ding-messages", DingMessages);
