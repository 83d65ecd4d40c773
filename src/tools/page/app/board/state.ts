/** What the selected board reports of itself: its connections, its queue, its memory and its losses. */
import { css, html, nothing, type TemplateResult } from "lit";
import { countdown, plural } from "../../board/words.ts";
import type { NodeState } from "../../protocol.ts";
import { NodePart } from "../node-part.ts";
import { common } from "../part.ts";
import type { Topic } from "../simulator.ts";
import { Ticker } from "../ticker.ts";

type Connection = NodeState["wifi"];

/** Colour never says it alone: the word stands beside it. */
const marks: Readonly<Record<Connection, string>> = { connected: "good", connecting: "warn", off: "bad" };

/** From here on the node gets near its own restart (docs/architecture.md). */
const muchMemory = 0.75;

export class DingState extends NodePart {
  static override styles = [
    common,
    css`
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 8px 14px;
        margin: 0;
      }
      dt {
        color: var(--dim);
      }
      dd {
        margin: 0;
        font-variant-numeric: tabular-nums;
        overflow-wrap: anywhere;
      }
      strong {
        font-size: 1.2rem;
      }
      meter {
        width: 100%;
        height: 12px;
      }
    `,
  ];
  protected readonly topics: readonly Topic[] = ["connection", "state"];

  constructor() {
    super();
    new Ticker(this, 250, () => this.state?.retryAt !== undefined);
  }

  protected override render(): TemplateResult {
    const { state } = this;
    return html`
      <section aria-labelledby="title">
        <h2 id="title">State <span class="dim">as ${this.node ?? "the board"} reports it</span></h2>
        ${state === undefined ? html`<p class="dim">Nothing reported yet.</p>` : state.power ? this._report(state) : html`<p>The board has no power.</p>`}
        <div role="status">
          ${
            state?.isStopped === true
              ? html`<p class="bad">
                  The node does not answer: its program has ended, as after <code>reset()</code> on the console, or hangs. Switch the board's power off and on,
                  under "Faults to try": that starts it again.
                </p>`
              : nothing
          }
        </div>
      </section>
    `;
  }

  private _report(state: NodeState): TemplateResult {
    const { retryAt, queued, dropped, losses, lastLoss } = state;
    const now = this.simulator?.now() ?? 0;
    return html`
      <dl>
        <dt>Wi-Fi</dt>
        <dd>${this._connection(state.wifi)}</dd>
        <dt>MQTT</dt>
        <dd>${this._connection(state.mqtt)}</dd>
        <dt>Next attempt</dt>
        <dd>${retryAt === undefined ? html`<span class="dim">none due</span>` : countdown(retryAt, now)}</dd>
        <dt>Queue</dt>
        <dd>${queued > 0 ? html`<strong class="warn">${queued}</strong> waiting` : html`<span class="dim">empty</span>`}</dd>
        <dt>Dropped</dt>
        <dd class=${dropped > 0 ? "bad" : ""}>${dropped > 0 ? plural(dropped, "message") : html`<span class="dim">none</span>`}</dd>
        <dt>Memory</dt>
        <dd>${this._memory(state)}</dd>
        <dt>Losses</dt>
        <dd>
          ${losses > 0 ? plural(losses, "connection") : html`<span class="dim">none</span>`}
          ${lastLoss === "" ? nothing : html`<br /><span class="dim">last:</span> ${lastLoss}`}
        </dd>
      </dl>
    `;
  }

  private _connection(connection: Connection): TemplateResult {
    return html`<span class="mark ${marks[connection]}">${connection}</span>`;
  }

  private _memory({ memory }: NodeState): TemplateResult {
    if (memory === undefined) return html`<span class="dim">not reported yet</span>`;
    const { used, total } = memory;
    return html`
      <meter aria-label="Memory in use" min="0" max=${total} high=${muchMemory * total} optimum="0" .value=${used}></meter>
      ${used} of ${total} JsVars, ${Math.round((100 * used) / total)} %
    `;
  }
}

customElements.define("ding-state", DingState);
