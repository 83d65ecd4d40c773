/** `<ding-plots>`: every sensor's readings, and the memory that each board uses, over time. */
import { css, html, svg, type TemplateResult } from "lit";
import { boundsOf, roughDuration, polyline, readingIn, Series, shortNumber, summary } from "../../messages/series.ts";
import { common, Part } from "../part.ts";
import type { Topic } from "../simulator.ts";

/** The plot's own units; it is stretched to its place. */
const width = 300;
const height = 90;
/** ms between two samples of the memory */
const sampleEvery = 1000;
/** Sensors of one board, and of all other senders together, that are drawn: anybody can make them up. */
const mostSensors = 8;
const mostOthers = 12;
/** ms between two drawings, at least */
const drawEvery = 250;

interface Plot {
  title: string;
  node: string;
  unit: string;
  isMemory: boolean;
  series: Series;
}

export class DingPlots extends Part {
  static override styles = [
    common,
    css`
      .plots {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr));
        gap: 12px;
      }
      figure {
        margin: 0;
        min-width: 0;
      }
      figcaption,
      p {
        overflow-wrap: anywhere;
      }
      figcaption {
        font-size: 0.9rem;
      }
      .frame {
        display: grid;
        grid-template-columns: minmax(2.6rem, auto) minmax(0, 1fr);
        gap: 0 6px;
        font-size: 0.78rem;
        font-variant-numeric: tabular-nums;
      }
      .scale {
        display: flex;
        flex-direction: column;
        justify-content: space-between;
        text-align: right;
      }
      .time {
        grid-column: 2;
        display: flex;
        justify-content: space-between;
      }
      svg {
        width: 100%;
        height: 90px;
        display: block;
        border: 1px solid var(--line);
        border-radius: 4px;
        background: var(--page);
        overflow: visible;
      }
      polyline {
        fill: none;
        stroke: var(--accent);
        stroke-width: 2;
        stroke-linejoin: round;
        stroke-linecap: round;
        vector-effect: non-scaling-stroke;
      }
      p {
        margin: 0;
        font-size: 0.86rem;
      }
    `,
  ];
  protected readonly topics: readonly Topic[] = ["messages"];

  private readonly _plots = new Map<string, Plot>();
  private _seen = 0;
  private _drawnAt = 0;
  private _timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this._timer = setInterval(() => this._sample(), sampleEvery);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this._timer);
  }

  protected override async scheduleUpdate(): Promise<void> {
    const wait = this._drawnAt + drawEvery - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    this._drawnAt = performance.now();
    await super.scheduleUpdate();
  }

  protected override willUpdate(): void {
    super.willUpdate();
    const messages = this.simulator?.messages ?? [];
    let index = messages.length;
    while (index > 0 && (messages[index - 1]?.number ?? 0) > this._seen) index -= 1;
    for (const message of messages.slice(index)) {
      this._seen = message.number;
      const reading = readingIn(message);
      if (reading === undefined) continue;
      const { node, sensor, unit } = reading;
      const key = `reading ${node} ${sensor}`;
      if (this._plots.has(key) || this._hasRoom(node)) this._series(key, { title: sensor, node, unit, isMemory: false }).add(reading);
    }
  }

  private _hasRoom(node: string): boolean {
    const known = new Set(this.simulator?.hello?.nodes.map((each) => each.node));
    const sensors = [...this._plots.values()].filter(({ isMemory }) => !isMemory);
    if (known.has(node)) return sensors.filter((plot) => plot.node === node).length < mostSensors;
    return sensors.filter((plot) => !known.has(plot.node)).length < mostOthers;
  }

  protected override render(): TemplateResult {
    // By node, its sensors first.
    const plots = [...this._plots.values()].sort((a, b) => compare(a.node, b.node) || Number(a.isMemory) - Number(b.isMemory) || compare(a.title, b.title));
    return html`
      <section aria-labelledby="title">
        <h2 id="title">Plots</h2>
        ${plots.length === 0 ? html`<p class="dim">Nothing to draw yet. Turn the light sensor: a reading is sent when it has changed enough, and once in a while.</p>` : ""}
        <div class="plots">${plots.map((plot) => drawn(plot))}</div>
      </section>
    `;
  }

  /** The memory is not sent for a plot, but with the board's state: it is looked at once a second. */
  private _sample(): void {
    for (const [node, { memory, power }] of this.simulator?.states ?? []) {
      if (memory === undefined || !power) continue;
      this._series(`memory ${node}`, { title: "memory in use", node, unit: "variables", isMemory: true }).add({ at: Date.now(), value: memory.used });
      this.requestUpdate();
    }
  }

  private _series(key: string, plot: Omit<Plot, "series">): Series {
    const known = this._plots.get(key)?.series;
    if (known !== undefined) return known;
    const series = new Series();
    this._plots.set(key, { ...plot, series });
    return series;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function drawn({ title, node, unit, series: { points } }: Plot): TemplateResult {
  const { least, most, from, to } = boundsOf(points);
  const text = summary(points, unit);
  return html`
    <figure>
      <figcaption><b>${title}</b> <span class="dim">${node}</span></figcaption>
      <div class="frame">
        <div class="scale dim" aria-hidden="true">
          <span>${shortNumber(most)}</span>
          <span>${most === least ? "" : shortNumber(least)}</span>
        </div>
        <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${title} of ${node}: ${text}, in ${roughDuration(to - from)}">
          ${svg`<polyline points=${polyline(points, width, height)} />`}
        </svg>
        <div class="time dim" aria-hidden="true"><span>${roughDuration(to - from)} ago</span><span>now</span></div>
      </div>
      <p class="dim">${text}</p>
    </figure>
  `;
}

customElements.define("ding-plots", DingPlots);
