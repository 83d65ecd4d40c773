/** Several boards at once: a tile for each, with its name, LED and first button, and commands for one node and for all of them. */
import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import "@wokwi/elements/dist/esm/led-element.js";
import { lightOf, ledText } from "../../board/words.ts";
import type { NodeInfo } from "../../protocol.ts";
import { NodePart } from "../node-part.ts";
import { common } from "../part.ts";
import type { Topic } from "../simulator.ts";
import { Finger } from "./finger.ts";
import { Hold } from "./hold.ts";

export class DingNodes extends NodePart {
  static override properties: PropertyDeclarations = { ...NodePart.properties, _answer: { state: true } };
  static override styles = [
    common,
    css`
      ul {
        list-style: none;
        margin: 0 0 10px;
        padding: 0;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(158px, 1fr));
        gap: 8px;
      }
      li {
        display: grid;
        grid-template-columns: 30px 1fr;
        align-items: center;
        gap: 2px 6px;
        border: 1px solid var(--line);
        border-radius: 8px;
        padding: 6px 8px;
        background: var(--page);
      }
      li.selected {
        border-color: var(--accent);
        box-shadow: inset 0 0 0 1px var(--accent);
      }
      wokwi-led {
        width: 30px;
        height: 50px;
        margin-left: -5px;
        pointer-events: none;
      }
      .unpowered wokwi-led {
        opacity: 0.4;
      }
      .name {
        border: 0;
        background: none;
        padding: 2px 0;
        text-align: left;
        font-size: 0.86rem;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .press {
        width: 100%;
        touch-action: none;
        user-select: none;
        -webkit-user-select: none;
      }
      .press[aria-pressed="true"] {
        background: var(--accent);
        color: var(--on-accent);
      }
      .side {
        display: grid;
        gap: 4px;
      }
      code {
        color: var(--dim);
      }
    `,
  ];
  protected readonly topics: readonly Topic[] = ["connection", "pins", "state"];

  declare private _answer: string;
  /** The board whose tile is under the finger. */
  private _under: NodeInfo | undefined;
  private readonly _finger = new Finger();
  private readonly _hold = new Hold(this, (pressed) => this._press(pressed));

  constructor() {
    super();
    this._answer = "";
  }

  protected override render(): TemplateResult | typeof nothing {
    const hello = this.simulator?.hello;
    if (hello === undefined || hello.nodes.length < 2) return nothing;
    const all = `${hello.base}/control/led`;
    const one = `${all}/${this.node ?? ""}`;
    return html`
      <section aria-labelledby="title">
        <h2 id="title">Boards</h2>
        <ul>
          ${hello.nodes.map((info) => this._tile(info))}
        </ul>
        <div class="row">
          <button type="button" @click=${() => void this._toggle(all)}>All nodes: toggle</button><code>${all}</code>
          <button type="button" @click=${() => void this._toggle(one)}>This node: toggle</button><code>${one}</code>
          <span role="status" class="bad">${this._answer}</span>
        </div>
      </section>
    `;
  }

  private _tile(info: NodeInfo): TemplateResult {
    const {
      node,
      buttons: [button],
      outputs: [led],
    } = info;
    const powered = this.simulator?.states.get(node)?.power ?? true;
    const light = powered ? lightOf(this.simulator?.level(node, led.pin), led.activeLow) : 0;
    const pressed = this.simulator?.level(node, button.pin) === (button.activeLow ? 0 : 1);
    const selected = node === this.node;
    const under = (act: () => void) => () => {
      this._under = info;
      act();
    };
    return html`
      <li class="${selected ? "selected" : ""} ${powered ? "" : "unpowered"}">
        <wokwi-led aria-hidden="true" .color=${"red"} .value=${light > 0} .brightness=${light}></wokwi-led>
        <div class="side">
          <button
            type="button"
            class="name"
            aria-pressed=${selected ? "true" : "false"}
            title=${powered ? ledText(light) : "no power"}
            @click=${() => this._select(node)}
          >
            ${node}
          </button>
          <button
            type="button"
            class="press"
            aria-label="Button of ${node}: press and hold"
            aria-pressed=${pressed ? "true" : "false"}
            @pointerdown=${(event: PointerEvent) => under(() => this._hold.onPointerDown(event))()}
            @pointerup=${this._hold.onPointerEnd}
            @pointercancel=${this._hold.onPointerEnd}
            @lostpointercapture=${this._hold.onPointerEnd}
            @keydown=${(event: KeyboardEvent) => under(() => this._hold.onKeyDown(event))()}
            @blur=${this._hold.onBlur}
          >
            Press
          </button>
        </div>
      </li>
    `;
  }

  private _press(pressed: boolean): void {
    if (!pressed) this._finger.release();
    else if (this._under !== undefined) this._finger.press(this.simulator, this._under.node, this._under.buttons[0]);
  }

  private _select(node: string): void {
    this.dispatchEvent(new CustomEvent<string>("select", { detail: node }));
  }

  private async _toggle(topic: string): Promise<void> {
    this._answer = (await this.simulator?.publish(topic, "toggle", 1, false)) ?? "";
  }
}

customElements.define("ding-nodes", DingNodes);
