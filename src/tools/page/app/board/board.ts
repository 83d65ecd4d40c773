/** The selected board as it looks: its parts, wired as in the README, and worked by hand. It sends pin changes and draws pin states. */
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { ESP32DevkitV1Element } from "@wokwi/elements/dist/esm/esp32-devkit-v1-element.js";
import { LEDElement } from "@wokwi/elements/dist/esm/led-element.js";
import { PotentiometerElement } from "@wokwi/elements/dist/esm/potentiometer-element.js";
import { PushbuttonElement } from "@wokwi/elements/dist/esm/pushbutton-element.js";
import { ResistorElement } from "@wokwi/elements/dist/esm/resistor-element.js";
import { Announcer } from "../../board/announcer.ts";
import { knobValue } from "../../board/knob.ts";
import { boardPin, scene, wiring, type PartPins } from "../../board/wires.ts";
import { ledText, lightOf } from "../../board/words.ts";
import "../messages/last-message.ts";
import { NodePart } from "../node-part.ts";
import { common } from "../part.ts";
import type { Topic } from "../simulator.ts";
import { renderSwitch, switchStyles } from "../switch.ts";
import { boardStyles } from "./board-styles.ts";
import { Finger } from "./finger.ts";
import { Hold } from "./hold.ts";
import { renderWires, wireStyles } from "./wires.ts";

/** The elements know where their pins are; one of each is asked. */
const parts: PartPins = {
  board: new ESP32DevkitV1Element().pinInfo,
  button: new PushbuttonElement().pinInfo,
  led: Object.assign(new LEDElement(), { flip: true }).pinInfo,
  resistor: new ResistorElement().pinInfo,
  potentiometer: new PotentiometerElement().pinInfo,
};

/** Bigger than this it only takes room. */
const largestScale = 1.7;

export class DingBoard extends NodePart {
  static override properties: PropertyDeclarations = { ...NodePart.properties, _said: { state: true }, _bouncing: { state: true }, _turning: { state: true } };
  static override styles = [common, switchStyles, wireStyles, boardStyles];
  protected readonly topics: readonly Topic[] = ["connection", "pins", "state"];

  declare private _said: string;
  declare private _bouncing: boolean;
  declare private _turning: boolean;
  private readonly _finger = new Finger();
  private readonly _hold = new Hold(this, (pressed) => this._press(pressed), true);
  private readonly _announcer = new Announcer((text) => (this._said = text));
  private _resizes: ResizeObserver | undefined;

  constructor() {
    super();
    this._said = "";
    this._bouncing = false;
    this._turning = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._announcer.stop();
    this._resizes?.disconnect();
    this._resizes = undefined;
  }

  protected override willUpdate(): void {
    super.willUpdate();
    if (this.info !== undefined)
      this._announcer.say(`${this._pressed ? "Button pressed, " : ""}${this._isPowered ? ledText(this._light) : "the board has no power"}`, "LED blinks");
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const stage = this.renderRoot.querySelector<HTMLElement>(".stage");
    if (stage !== null && this._resizes === undefined) {
      this._resizes = new ResizeObserver(() => stage.style.setProperty("--scale", String(Math.min(largestScale, stage.clientWidth / scene.width))));
      this._resizes.observe(stage);
    }
  }

  protected override render(): TemplateResult {
    const { info, simulator } = this;
    if (info === undefined || simulator === undefined) return html`<section aria-label="Board"><p class="dim">Waiting for the simulator.</p></section>`;
    const used = { button: info.button.pin, led: info.led.pin, light: info.lightPin };
    const powered = this._isPowered;
    const light = powered ? this._light : 0;
    return html`
      <section aria-labelledby="title">
        <h2 id="title">Board <span class="dim">${info.node}${powered ? nothing : ", without power"}</span></h2>
        <div class="stage">
          <div class="scene">
            ${this._picture(light, powered)} ${renderWires(wiring(parts, used), this._pressed)}
            <button
              type="button"
              class="press"
              aria-label="Button at ${info.button.pin}: press and hold"
              aria-pressed=${this._pressed ? "true" : "false"}
              @pointerdown=${this._hold.onPointerDown}
              @pointerup=${this._hold.onPointerEnd}
              @pointercancel=${this._hold.onPointerEnd}
              @lostpointercapture=${this._hold.onPointerEnd}
              @keydown=${this._hold.onKeyDown}
              @blur=${this._hold.onBlur}
              @contextmenu=${(event: Event) => event.preventDefault()}
            ></button>
            ${info.lightPin === undefined ? nothing : this._knobHandle()}
          </div>
        </div>
        <ding-last-message .simulator=${simulator}></ding-last-message>
        ${powered ? nothing : html`<p class="bad hint">The board has no power: a press does nothing. Switch "Power of ${info.node}" on, under "Faults to try".</p>`}
        <p class="dim hint">
          Press the button with the mouse, a finger or the <kbd>Space</kbd> bar; keep it down for a long press.
          ${
            boardPin(info.button.pin, parts.board).onHeader
              ? nothing
              : html`${info.button.pin} is not on this DevKit's header: it is the pin of its BOOT button, which does the same.`
          }
        </p>
        <div class="controls">
          ${this._lightSlider()}
          ${renderSwitch({
            id: "bouncing",
            name: "Bouncing contact",
            on: this._bouncing,
            what: "Each press and each release closes and opens the contact several times within 5 ms.",
            toggle: (on) => {
              this._bouncing = on;
              this._finger.bouncing = on;
            },
          })}
        </div>
        <p class="visually-hidden" role="status" aria-live="polite">${this._said}</p>
      </section>
    `;
  }

  /** Pictures only: what works them lies on top, with names and the focus. */
  private _picture(light: number, powered: boolean): TemplateResult {
    const { info } = this;
    return html`
      <div class="parts" aria-hidden="true" inert>
        <wokwi-esp32-devkit-v1 class="board" .ledPower=${powered} .led1=${light > 0 && info?.led.pin === "D2"}></wokwi-esp32-devkit-v1>
        ${info?.lightPin === undefined ? nothing : html`<wokwi-potentiometer .min=${0} .max=${1} .step=${0.01} .value=${this._lightLevel}></wokwi-potentiometer>`}
        <wokwi-resistor .value=${"330"}></wokwi-resistor>
        <wokwi-led .flip=${true} .color=${"red"} .value=${light > 0} .brightness=${light}></wokwi-led>
        <wokwi-pushbutton .color=${"green"} .pressed=${this._pressed}></wokwi-pushbutton>
      </div>
    `;
  }

  private _knobHandle(): TemplateResult {
    return html`
      <div
        class="knob-handle"
        @pointerdown=${(event: PointerEvent) => {
          if (event.button !== 0 || !(event.currentTarget instanceof Element)) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          this._turning = true;
          this._turn(event);
        }}
        @pointermove=${(event: PointerEvent) => this._turning && this._turn(event)}
        @lostpointercapture=${() => (this._turning = false)}
      ></div>
    `;
  }

  private _lightSlider(): TemplateResult | typeof nothing {
    const { info } = this;
    if (info?.lightPin === undefined) return nothing;
    return html`
      <div class="light-slider">
        <label for="light">Light at ${info.lightPin}</label>
        <input
          id="light"
          type="range"
          min="0"
          max="1"
          step="0.01"
          .value=${String(this._lightLevel)}
          aria-valuetext="${Math.round(this._lightLevel * 100)} %, ${(this._lightLevel * 3.3).toFixed(2)} V"
          @input=${(event: Event) => event.target instanceof HTMLInputElement && this._setLight(event.target.valueAsNumber)}
        />
        <output for="light">${(this._lightLevel * 3.3).toFixed(2)} V</output>
      </div>
    `;
  }

  private get _isPowered(): boolean {
    return this.state?.power ?? true;
  }

  private get _pressed(): boolean {
    const { info } = this;
    if (info === undefined) return false;
    return this.simulator?.level(info.node, info.button.pin) === (info.button.activeLow ? 0 : 1);
  }

  private get _light(): number {
    const { info } = this;
    return info === undefined ? 0 : lightOf(this.simulator?.level(info.node, info.led.pin), info.led.activeLow);
  }

  private get _lightLevel(): number {
    const { info } = this;
    return info?.lightPin === undefined ? 0 : (this.simulator?.level(info.node, info.lightPin) ?? 0);
  }

  private _press(pressed: boolean): void {
    if (pressed) this._finger.press(this.simulator, this.node);
    else this._finger.release();
  }

  private _setLight(level: number): void {
    const { info } = this;
    if (info?.lightPin !== undefined && level !== this._lightLevel) this.simulator?.drive(info.node, info.lightPin, level);
  }

  private _turn(event: PointerEvent): void {
    if (!(event.currentTarget instanceof Element)) return;
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    this._setLight(Math.round(100 * knobValue(event.clientX - left - width / 2, top + height / 2 - event.clientY)) / 100);
  }
}

customElements.define("ding-board", DingBoard);
