/** The selected board as it looks: its parts, wired as in the README, and worked by hand. It sends the light's changes and draws pin states. */
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { ESP32DevkitV1Element } from "@wokwi/elements/dist/esm/esp32-devkit-v1-element.js";
import { LEDElement } from "@wokwi/elements/dist/esm/led-element.js";
import { PotentiometerElement } from "@wokwi/elements/dist/esm/potentiometer-element.js";
import { PushbuttonElement } from "@wokwi/elements/dist/esm/pushbutton-element.js";
import { ResistorElement } from "@wokwi/elements/dist/esm/resistor-element.js";
import { Announcer } from "../../board/announcer.ts";
import { knobValue } from "../../board/knob.ts";
import type { Point } from "../../board/places.ts";
import { wiring, type PartPins, type Wiring } from "../../board/wires.ts";
import { buttonName, ledText, lightOf } from "../../board/words.ts";
import type { NodeInfo, OutputInfo } from "../../protocol.ts";
import "../messages/last-message.ts";
import { NodePart } from "../node-part.ts";
import { common } from "../part.ts";
import type { Topic } from "../simulator.ts";
import { renderSwitch, switchStyles } from "../switch.ts";
import { boardStyles } from "./board-styles.ts";
import "./push-button.ts";
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
  private readonly _announcer = new Announcer((text) => (this._said = text));
  private _resizes: ResizeObserver | undefined;
  private _wiring: Wiring | undefined;

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
    const { info } = this;
    if (info === undefined) return;
    this._wiring = wiring(parts, { buttons: info.buttons, outputs: info.outputs, light: info.lightPin });
    const pressed = this._pressed.map(({ name }) => `${buttonName(name)} pressed`);
    const lights = this._isPowered ? info.outputs.map((output) => ledText(this._light(output), output.name)) : ["the board has no power"];
    this._announcer.say([...pressed, ...lights].join(", "), info.outputs.length === 1 ? "LED blinks" : "an output blinks");
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const stage = this.renderRoot.querySelector<HTMLElement>(".stage");
    if (stage === null) return;
    this._fit(stage);
    if (this._resizes !== undefined) return;
    this._resizes = new ResizeObserver(() => this._fit(stage));
    this._resizes.observe(stage);
  }

  private _fit(stage: HTMLElement): void {
    if (this._wiring === undefined) return;
    const { width, height } = this._wiring.places;
    stage.style.setProperty("--width", `${width}px`);
    stage.style.setProperty("--height", `${height}px`);
    stage.style.setProperty("--scale", String(Math.min(largestScale, stage.clientWidth / width)));
  }

  protected override render(): TemplateResult {
    const { info, simulator, _wiring: drawing } = this;
    if (info === undefined || simulator === undefined || drawing === undefined)
      return html`<section aria-label="Board"><p class="dim">Waiting for the simulator.</p></section>`;
    const powered = this._isPowered;
    const offHeader = drawing.pins.filter(({ onHeader }) => !onHeader).map(({ pin }) => pin);
    const atBoot = info.buttons.find(({ pin }) => offHeader.includes(pin));
    return html`
      <section aria-labelledby="title">
        <h2 id="title">Board <span class="dim">${info.node}${powered ? nothing : ", without power"}</span></h2>
        <div class="stage">
          <div class="scene">
            ${this._picture(info, drawing)} ${renderWires(drawing, atBoot !== undefined && this._pressed.includes(atBoot))}
            ${info.buttons.map(
              (button, index) => html`
                <ding-push-button
                  style=${at(drawing.places.buttons[index])}
                  .simulator=${simulator}
                  .node=${info.node}
                  .button=${button}
                  .pressed=${this._pressed.includes(button)}
                  .bouncing=${this._bouncing}
                  .takesSpace=${index === 0}
                ></ding-push-button>
              `,
            )}
            ${info.lightPin === undefined ? nothing : this._knobHandle(drawing.places.potentiometer)}
          </div>
        </div>
        <ding-last-message .simulator=${simulator}></ding-last-message>
        ${powered ? nothing : html`<p class="bad hint">The board has no power: a press does nothing. Switch "Power of ${info.node}" on, under "Faults to try".</p>`}
        <p class="dim hint">
          ${
            info.buttons.length === 1
              ? html`Press the button with the mouse, a finger or the <kbd>Space</kbd> bar; keep it down for a long press.`
              : html`Press the buttons with the mouse or a finger, the one at ${info.buttons[0].pin} with the <kbd>Space</kbd> bar as well; keep one down for a
                  long press.`
          }
          ${atBoot === undefined ? nothing : html`${atBoot.pin} is not on this DevKit's header: it is the pin of its BOOT button, which does the same.`}
        </p>
        <div class="controls">
          ${this._lightSlider()}
          ${renderSwitch({
            id: "bouncing",
            name: "Bouncing contact",
            on: this._bouncing,
            what: "Each press and each release closes and opens the contact several times within 5 ms.",
            toggle: (on) => (this._bouncing = on),
          })}
        </div>
        <p class="visually-hidden" role="status" aria-live="polite">${this._said}</p>
      </section>
    `;
  }

  /** Pictures only: what works them lies on top, with names and the focus. */
  private _picture(info: NodeInfo, { places }: Wiring): TemplateResult {
    const lights = info.outputs.map((output) => this._light(output));
    const onBoard = info.outputs.findIndex(({ pin }) => pin === "D2");
    return html`
      <div class="parts" aria-hidden="true" inert>
        <wokwi-esp32-devkit-v1 class="board" style=${at(places.board)} .ledPower=${this._isPowered} .led1=${(lights[onBoard] ?? 0) > 0}></wokwi-esp32-devkit-v1>
        ${
          info.lightPin === undefined
            ? nothing
            : html`<wokwi-potentiometer style=${at(places.potentiometer)} .min=${0} .max=${1} .step=${0.01} .value=${this._lightLevel}></wokwi-potentiometer>`
        }
        ${lights.map(
          (light, index) => html`
            <wokwi-resistor style=${at(places.resistors[index])} .value=${"330"}></wokwi-resistor>
            <wokwi-led
              style=${at(places.leds[index])}
              .flip=${info.outputs[index]?.activeLow !== true}
              .color=${"red"}
              .value=${light > 0}
              .brightness=${light}
            ></wokwi-led>
          `,
        )}
        ${info.buttons.map(
          (button, index) => html`
            <wokwi-pushbutton style=${at(places.buttons[index])} .color=${"green"} .pressed=${this._pressed.includes(button)}></wokwi-pushbutton>
          `,
        )}
      </div>
    `;
  }

  private _knobHandle(place: Point): TemplateResult {
    return html`
      <div
        class="knob-handle"
        style=${at(place)}
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

  /** The buttons that are down. */
  private get _pressed(): NodeInfo["buttons"][number][] {
    const { info } = this;
    return info?.buttons.filter(({ pin, activeLow }) => this.simulator?.level(info.node, pin) === (activeLow ? 0 : 1)) ?? [];
  }

  /** 0..1 */
  private _light({ pin, activeLow }: OutputInfo): number {
    const { info } = this;
    return info === undefined || !this._isPowered ? 0 : lightOf(this.simulator?.level(info.node, pin), activeLow);
  }

  private get _lightLevel(): number {
    const { info } = this;
    return info?.lightPin === undefined ? 0 : (this.simulator?.level(info.node, info.lightPin) ?? 0);
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

/** The style of a part at this place. */
function at(place: Point | undefined): string {
  return `left: ${place?.x ?? 0}px; top: ${place?.y ?? 0}px`;
}

customElements.define("ding-board", DingBoard);
