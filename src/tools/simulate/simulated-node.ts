/** One board of the simulator, with the node on it: its button, its LED, its light sensor, its plug, and what it was seen to do. */
import type { Devboard } from "../../../board/shared/index.ts";
import { realClock, type Clock, type ShapedNetwork } from "../../../board/virtual/index.ts";
import { LogPrefix } from "../../firmware/log.ts";
import { isMqttConnected, readBoot, textAfter } from "../board-session/node-line.ts";
import { findAnswer } from "../board-session/question.ts";
import type { DeviceInfo } from "./device-info.ts";
import { Light } from "./light.ts";
import { PressCounter } from "./press-counter.ts";
import { PressDetector } from "./press-detector.ts";
import { PressQueue, type Gesture } from "./press-queue.ts";
import type { PinEvent, SimulationEvent } from "./simulation-event.ts";

/** A board with the node flashed. */
export interface NodeOnBoard {
  /** The node's name. */
  node: string;
  board: Devboard;
  /** What its connections go through; undefined where they cannot be shaped. */
  link?: ShapedNetwork;
}

export interface NodeOptions {
  info: DeviceInfo;
  clock?: Clock;
  /** Whether the light changes by itself; otherwise it stays where it was set. */
  lightWanders: boolean;
  onEvent: (event: SimulationEvent) => void;
  onPin: (event: PinEvent) => void;
}

export class SimulatedNode {
  readonly name: string;
  readonly board: Devboard;
  readonly link: ShapedNetwork | undefined;
  readonly counter: PressCounter;
  /** The node has been connected to its broker. */
  wasConnected = false;
  private readonly _options: NodeOptions;
  private readonly _presses: PressQueue;
  private readonly _detector: PressDetector;
  private readonly _light: Light | undefined;
  /** Gestures of which was said that they are not sent. */
  private readonly _unsent = new Set<Gesture>();
  private _led = 0;
  private _isPowered = false;
  /** The boot that the console last named. */
  private _boot = 0;

  constructor({ node, board, link }: NodeOnBoard, options: NodeOptions) {
    const { info, clock = realClock, onEvent, onPin, lightWanders } = options;
    const { lightPin } = info;
    this.name = node;
    this.board = board;
    this.link = link;
    this.counter = new PressCounter(node);
    this._options = options;
    this._presses = new PressQueue({ drive: (pin, level) => this._drive(pin, level) }, info.button, clock);
    this._detector = new PressDetector(
      info.button,
      { down: () => this._showPress("press"), press: () => this._countPress(), short: () => this._showPress("too short") },
      clock,
    );
    this._light = lightPin === undefined ? undefined : new Light((level) => this._drive(lightPin, level), { clock, wanders: lightWanders });
    board.onLine((whole) => {
      // Answers to the page's panel, which talks to this board as to a real one, are not for the console list.
      const { answer, rest: line } = findAnswer(whole);
      if (answer && line === "") return;
      this._boot = readBoot(line) ?? this._boot;
      if (isMqttConnected(textAfter(line, LogPrefix.Mqtt) ?? "")) this.wasConnected = true;
      onEvent({ kind: "console", node, line });
    });
    board.onLevel((pin, level) => {
      onPin({ kind: "output", node, pin, level });
      this._showLed(pin, level);
    });
  }

  get isPowered(): boolean {
    return this._isPowered;
  }

  /** 0..1 */
  get led(): number {
    return this._led;
  }

  get light(): Light | undefined {
    return this._light;
  }

  /** Applies power; the light begins to fall. */
  async plugIn(): Promise<void> {
    this._light?.start();
    await this.board.powerOn();
    this._isPowered = true;
  }

  /** Pulls the plug. What waited in flash arrives after the next start; what had not reached it is lost, which does not count as a fault. */
  async unplug(): Promise<void> {
    this._isPowered = false;
    this.counter.countPowerCut(this._boot);
    this.link?.losePower();
    await this.board.powerOff();
    const { info, onPin } = this._options;
    const dark = info.led.activeLow ? 1 : 0;
    onPin({ kind: "output", node: this.name, pin: info.led.pin, level: dark });
    this._showLed(info.led.pin, dark);
  }

  /** Drives a pin from outside: the button by a finger, the light sensor's by a potentiometer, which stays where it is. */
  drive(pin: string, level: number): void {
    if (this._light && pin === this._options.info.lightPin) this._light.hold(level);
    else this._drive(pin, level);
  }

  /** Holds the light at a level, 0..1, from now on; undefined: it changes by itself. */
  setLight(level: number | undefined): void {
    this._light?.hold(level);
  }

  /** Presses the button; does nothing while the board has no power. */
  async press(gesture: Gesture): Promise<void> {
    if (!this._isPowered) return;
    this._sayIfUnsent(gesture);
    await this._presses.press(gesture);
  }

  /** Presses no more; resolves when the button is up. */
  async release(): Promise<void> {
    await this._presses.stop();
    this._light?.stop();
  }

  /** Leaves nothing that runs. */
  async end(): Promise<void> {
    this._detector.stop();
    await this.board.powerOff();
  }

  private _drive(pin: string, level: number): void {
    const { info, onPin } = this._options;
    this.board.drive(pin, level);
    onPin({ kind: "input", node: this.name, pin, level });
    if (pin === info.button.pin) this._detector.level(level);
  }

  /** A press without power is not shown. */
  private _showPress(kind: "press" | "too short"): void {
    if (this._isPowered) this._options.onEvent({ kind, node: this.name });
  }

  private _countPress(): void {
    if (this._isPowered && this._options.info.events.includes("press")) this.counter.countPress();
  }

  private _showLed(pin: string, level: number): void {
    const { led } = this._options.info;
    const shining = led.activeLow ? 1 - level : level;
    if (pin !== led.pin || shining === this._led) return;
    this._led = shining;
    this._options.onEvent({ kind: "led", node: this.name, level: shining });
  }

  /** Says once of each gesture that the configuration keeps it from being sent as such. */
  private _sayIfUnsent(gesture: Gesture): void {
    const { info, onEvent } = this._options;
    if (gesture === "single" || info.events.includes(gesture) || this._unsent.has(gesture)) return;
    this._unsent.add(gesture);
    const wanted = [...info.events, gesture].join(",");
    onEvent({ kind: "note", text: `button.events does not have "${gesture}", so the node does not send it as such; npm start -- --events ${wanted} does` });
  }
}
