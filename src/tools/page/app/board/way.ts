/** The way of one press, drawn: its stations with the times between, and where it waits now. */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { isOvertaken, stationNames, waitsFor, wayOf, wayText, type Station, type Way } from "../../board/press-way.ts";
import { duration } from "../../board/words.ts";
import type { PressTrace } from "../../protocol.ts";
import { common, Part } from "../part.ts";
import type { Topic } from "../simulator.ts";
import { Ticker } from "../ticker.ts";
import { wayStyles } from "./way-styles.ts";

/** So many can be chosen. */
const listed = 12;
/** ms on top of what the button's gestures take: the board reports once a second what waits */
const someTime = 2000;

export class DingWay extends Part {
  static override properties: PropertyDeclarations = { ...Part.properties, _chosen: { state: true } };
  static override styles = [common, wayStyles];
  protected readonly topics: readonly Topic[] = ["connection", "presses", "state"];

  /** The press that is shown; undefined: the latest. */
  declare private _chosen: number | undefined;
  private _moving = false;
  private readonly _ledToNone = new Set<number>();

  constructor() {
    super();
    new Ticker(this, 100, () => this._moving);
  }

  protected override render(): TemplateResult {
    const presses = this.simulator?.presses ?? [];
    const latest = presses.slice(-listed).reverse();
    const press = latest.find((each) => each.press === this._chosen) ?? latest[0];
    const ways = new Map(latest.map((each) => [each.press, this._wayOf(each)]));
    this._moving = [...ways.values()].some(({ outcome }) => outcome === "waiting");
    const way = press === undefined ? undefined : ways.get(press.press);
    return html`
      <section aria-labelledby="title">
        <h2 id="title">The way of a press</h2>
        ${
          press === undefined || way === undefined
            ? html`<p class="dim">Press the button: here you see where its message is, and where it waits when the link is away.</p>`
            : html`
                <div class="row chosen">
                  <p class=${way.outcome} aria-live="off">${wayText(press, way, duration)}</p>
                  <span class="dim">${press.seq === undefined ? nothing : html`boot ${press.boot}, seq ${press.seq}`}</span>
                </div>
                <ol class="stations">
                  ${way.stations.map((station, index) => this._station(station, way, way.stations[index + 1]))}
                </ol>
                <p class="visually-hidden" role="status">${this._spoken(press, way)}</p>
                ${this._list(latest, ways, press)}
              `
        }
      </section>
    `;
  }

  private _station(station: Station, way: Way, next: Station | undefined): TemplateResult {
    const here = station.name === way.where;
    const lost = way.outcome === "lost" && here;
    const waiting = station.state === "waiting";
    return html`
      <li class="${station.state} ${lost ? "lost" : ""} ${station.name}" aria-current=${waiting ? "step" : nothing}>
        <span class="box">
          ${stationNames[station.name]} ${station.state === "skipped" ? html`<small>not seen</small>` : nothing}
          ${waiting ? html`<small>waits ${waitsFor[station.name]}</small>` : nothing} ${lost ? html`<small>lost here</small>` : nothing}
        </span>
        ${next === undefined ? nothing : html`<span class="leg"><span>${this._leg(station, way, next)}</span></span>`}
      </li>
    `;
  }

  /** What is written on the arrow to the next station. */
  private _leg(station: Station, way: Way, next: Station): string | TemplateResult {
    if (station.state === "waiting") return html`<strong>${duration(way.waited ?? 0)}</strong>`;
    if (next.after === undefined) return "";
    return next.name === "receipt" ? `${duration(next.after)} there and back` : duration(next.after);
  }

  /** For a screen reader: changes when the press gets further, not while it waits. */
  private _spoken(press: PressTrace, way: Way): string {
    return wayText(press, way.outcome === "waiting" ? { ...way, waited: undefined } : way, duration);
  }

  private _list(latest: readonly PressTrace[], ways: ReadonlyMap<number, Way>, shown: PressTrace): TemplateResult {
    return html`
      <div class="row list" role="group" aria-label="The last presses">
        <button type="button" aria-pressed=${this._chosen === undefined ? "true" : "false"} @click=${() => (this._chosen = undefined)}>Latest</button>
        ${latest.map((press) => {
          const way = ways.get(press.press);
          const time = way?.outcome === "delivered" && way.total !== undefined ? duration(way.total) : way?.outcome === "waiting" ? "waits" : way?.outcome;
          return html`
            <button
              type="button"
              class=${way?.outcome === "lost" ? "lost" : (way?.outcome ?? "")}
              aria-pressed=${press === shown && this._chosen !== undefined ? "true" : "false"}
              @click=${() => (this._chosen = press.press)}
            >
              <span class="visually-hidden">Press</span> ${press.press} <span class="visually-hidden">of ${press.node}:</span> <small>${time}</small>
            </button>
          `;
        })}
      </div>
    `;
  }

  private _wayOf(press: PressTrace): Way {
    const { simulator } = this;
    const button = simulator?.hello?.nodes.find(({ node }) => node === press.node)?.buttons.find(({ name }) => name === press.button);
    const state = simulator?.states.get(press.node);
    const steadyAfter = (button?.debounce ?? 0) + (button?.double ?? 0);
    const way = wayOf(press, {
      now: simulator?.now() ?? 0,
      overtaken: isOvertaken(press, simulator?.presses ?? []),
      powered: state?.power ?? true,
      ledToNone: this._ledToNone.has(press.press),
      queued: (state?.queued ?? 0) > 0,
      steadyAfter,
      decidedAfter: steadyAfter + (button?.long ?? 0) + someTime,
    });
    if (way.outcome === "no message") this._ledToNone.add(press.press);
    return way;
  }
}

customElements.define("ding-way", DingWay);
