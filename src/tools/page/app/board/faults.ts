/** The faults to try: switches for what stands between the boards and their broker. */
import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { NodePart } from "../node-part.ts";
import { common } from "../part.ts";
import type { Topic } from "../simulator.ts";
import { renderSwitch, switchStyles } from "../switch.ts";

/** Bytes a second; a PUBLISH of the node has some 150 bytes. */
const speeds = [50, 200, 1000];
const usualSpeed = 200;

const highestSpeed = 1_000_000;

export class DingFaults extends NodePart {
  static override properties: PropertyDeclarations = { ...NodePart.properties, _isSpeedWrong: { state: true } };
  static override styles = [
    common,
    switchStyles,
    css`
      .list {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr));
        gap: 10px 20px;
        align-items: start;
      }
      .speed {
        gap: 6px;
        margin: 4px 0 0 46px;
      }
      .fault {
        margin: 2px 0 0 46px;
        font-size: 0.85rem;
      }
      .speed input {
        width: 4.6em;
      }
      .speed button {
        padding: 2px 8px;
        font-size: 0.85rem;
      }
    `,
  ];
  protected readonly topics: readonly Topic[] = ["connection", "faults"];
  /** What the field said last, for when the link is made slow again. */
  private _speed = usualSpeed;
  declare private _isSpeedWrong: boolean | undefined;

  protected override render(): TemplateResult {
    const { simulator, node } = this;
    const hello = simulator?.hello;
    if (simulator === undefined || hello === undefined || node === undefined) return html`<section aria-label="Faults"></section>`;
    const { faults } = simulator;
    const { host, port, embedded } = hello.broker;
    const noShaping = hello.canShapeLinks ? undefined : "Not here: only the virtual board's link can be shaped.";
    const slow = faults.bytesPerSecond !== undefined;
    if (faults.bytesPerSecond !== undefined) this._speed = faults.bytesPerSecond;
    const powered = !faults.unplugged.includes(node);
    return html`
      <section aria-labelledby="title">
        <h2 id="title">Faults to try</h2>
        <div class="list">
          ${renderSwitch({
            id: "wifi",
            name: "Wi-Fi",
            on: faults.wifi,
            what: "Off: the boards lose their network, and presses wait on the board.",
            toggle: (up) => simulator.send({ type: "wifi", up }),
          })}
          ${renderSwitch({
            id: "broker",
            name: "Broker",
            on: faults.broker,
            what: "Off: the broker closes every connection and accepts no new one.",
            unavailable: embedded ? undefined : `Not here: the broker at ${host}:${port} is not the simulator's own.`,
            toggle: (up) => simulator.send({ type: "broker", up }),
          })}
          <div>
            ${renderSwitch({
              id: "slow",
              name: "Slow link",
              on: slow,
              what: "On: only so many bytes a second pass in each direction.",
              unavailable: noShaping,
              toggle: (on) => this._slow(on ? this._speed : undefined),
            })}
            <div class="row speed">${this._speedField(noShaping !== undefined)}</div>
            <p id="speed-fault" class="bad fault" role="alert">
              ${this._isSpeedWrong === true ? `A speed is a whole number of bytes a second, from 1 to ${highestSpeed}. It stays at ${this._speed}.` : nothing}
            </p>
          </div>
          ${renderSwitch({
            id: "silent",
            name: "Silent link",
            on: faults.silent,
            what: "On: nothing arrives and nothing closes, as behind a router that has forgotten the connection.",
            unavailable: noShaping,
            toggle: (silent) => simulator.send({ type: "silent", silent }),
          })}
          ${renderSwitch({
            id: "power",
            name: `Power of ${node}`,
            on: powered,
            what: "Off: the plug is pulled. On again: it boots, and sends the presses that waited in its flash.",
            toggle: (on) => simulator.send({ type: "power", node, on }),
          })}
        </div>
      </section>
    `;
  }

  private _speedField(disabled: boolean): TemplateResult {
    return html`
      <input
        id="speed"
        aria-label="Bytes a second"
        type="number"
        min="1"
        max=${highestSpeed}
        step="1"
        .value=${String(this._speed)}
        ?disabled=${disabled}
        aria-invalid=${this._isSpeedWrong === true ? "true" : "false"}
        aria-describedby="speed-fault"
        @change=${(event: Event) => this._onSpeed(event)}
      />
      <span aria-hidden="true">bytes/s</span>
      ${speeds.map(
        (speed) => html`<button type="button" ?disabled=${disabled} aria-label="${speed} bytes a second" @click=${() => this._slow(speed)}>${speed}</button>`,
      )}
    `;
  }

  private _onSpeed(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    const speed = event.target.valueAsNumber;
    this._isSpeedWrong = !(Number.isInteger(speed) && speed >= 1 && speed <= highestSpeed);
    if (this._isSpeedWrong) return;
    this._speed = speed;
    if (this.simulator?.faults.bytesPerSecond !== undefined) this._slow(speed);
  }

  private _slow(bytesPerSecond: number | undefined): void {
    this._isSpeedWrong = false;
    this.simulator?.send({ type: "slow", bytesPerSecond });
  }
}

customElements.define("ding-faults", DingFaults);
