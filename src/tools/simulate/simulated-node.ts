/** One board of the simulator, with the node on it: its buttons, its outputs, its light sensor, its plug, and what it was seen to do. */
import type { Devboard } from "../../../board/shared/index.ts";
import { realClock, type Clock, type ShapedNetwork } from "../../../board/virtual/index.ts";
import type { ButtonConfig } from "../../firmware/button.ts";
import { LogPrefix } from "../../firmware/log.ts";
import { isMqttConnected, readBoot, readRetry, textAfter } from "../board-session/node-line.ts";
import { findAnswer } from "../board-session/question.ts";
import { UserError } from "../command-line/user-error.ts";
import type { OutputInfo } from "../page/protocol.ts";
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

/** A button, and what is done to it. */
interface PressedButton {
  config: ButtonConfig;
  presses: PressQueue;
  detector: PressDetector;
  /** Gestures of which was said that they are not sent. */
  unsent: Set<Gesture>;
}

export class SimulatedNode {
  readonly name: string;
  readonly board: Devboard;
  readonly link: ShapedNetwork | undefined;
  readonly counter: PressCounter;
  private readonly _options: NodeOptions;
  private readonly _buttons: readonly PressedButton[];
  private readonly _light: Light | undefined;
  /** By the output's name, 0..1. */
  private readonly _levels = new Map<string, number>();
  private _isPowered = false;
  private _isConnected = false;
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
    this._buttons = info.buttons.map((config) => ({
      config,
      presses: new PressQueue({ drive: (pin, level) => this._drive(pin, level) }, config, clock),
      detector: new PressDetector(
        config,
        { down: () => this._showPress("press", config), press: () => this._countPress(config), short: () => this._showPress("too short", config) },
        clock,
      ),
      unsent: new Set(),
    }));
    // A pin without a pull-up has a resistor for it.
    for (const { pin, activeLow } of info.buttons) board.drive(pin, activeLow ? 1 : 0);
    this._light = lightPin === undefined ? undefined : new Light((level) => this._drive(lightPin, level), { clock, wanders: lightWanders });
    board.onLine((whole) => {
      // Answers to the page's panel, which talks to this board as to a real one, are not for the console list.
      const { answer, rest: line } = findAnswer(whole);
      if (answer && line === "") return;
      this._boot = readBoot(line) ?? this._boot;
      this._noteConnection(line);
      onEvent({ kind: "console", node, line });
    });
    board.onLevel((pin, level) => {
      onPin({ kind: "output", node, pin, level });
      for (const output of info.outputs) if (output.pin === pin) this._showOutput(output, level);
    });
  }

  get isPowered(): boolean {
    return this._isPowered;
  }

  /** Whether the node is connected to its broker, by what its console said last. */
  get isConnected(): boolean {
    return this._isConnected;
  }

  /** 0..1 */
  get led(): number {
    return this._levels.get(this._options.info.outputs[0].name) ?? 0;
  }

  /** "" is a button without a name. */
  get buttonNames(): string[] {
    return this._buttons.map(({ config }) => config.name);
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
    this._isPowered = this._isConnected = false;
    this.counter.countPowerCut(this._boot);
    this.link?.losePower();
    await this.board.powerOff();
    const { info, onPin } = this._options;
    for (const output of info.outputs) {
      const dark = output.activeLow ? 1 : 0;
      onPin({ kind: "output", node: this.name, pin: output.pin, level: dark });
      this._showOutput(output, dark);
    }
  }

  /** Drives a pin from outside: a button's by a finger, the light sensor's by a potentiometer, which stays where it is. */
  drive(pin: string, level: number): void {
    if (this._light && pin === this._options.info.lightPin) this._light.hold(level);
    else this._drive(pin, level);
  }

  /** Holds the light at a level, 0..1, from now on; undefined: it changes by itself. */
  setLight(level: number | undefined): void {
    this._light?.hold(level);
  }

  /**
   * Presses a button; does nothing while the board has no power.
   * @param name the button's; undefined: the first
   * @throws {UserError} when there is no such button
   */
  async press(gesture: Gesture, name?: string): Promise<void> {
    const button = name === undefined ? this._buttons[0] : this._buttons.find(({ config }) => config.name === name);
    if (button === undefined) throw new UserError(`${this.name} has no button ${JSON.stringify(name)}`);
    if (!this._isPowered) return;
    this._sayIfUnsent(gesture, button);
    await button.presses.press(gesture);
  }

  /** Presses no more; resolves when the buttons are up. */
  async release(): Promise<void> {
    await Promise.all(this._buttons.map(({ presses }) => presses.stop()));
    this._light?.stop();
  }

  /** Leaves nothing that runs. */
  async end(): Promise<void> {
    for (const { detector } of this._buttons) detector.stop();
    await this.board.powerOff();
  }

  /** A line of MQTT without a next attempt names an error that leaves the connection as it is. */
  private _noteConnection(line: string): void {
    const mqtt = textAfter(line, LogPrefix.Mqtt);
    const isRetry = readRetry(mqtt ?? textAfter(line, LogPrefix.Wifi) ?? "") !== undefined;
    if (mqtt !== undefined && isMqttConnected(mqtt)) this._isConnected = true;
    else if (isRetry || readBoot(line) !== undefined) this._isConnected = false;
  }

  private _drive(pin: string, level: number): void {
    this.board.drive(pin, level);
    this._options.onPin({ kind: "input", node: this.name, pin, level });
    for (const { config, detector } of this._buttons) if (config.pin === pin) detector.level(level);
  }

  /** A press without power is not shown. */
  private _showPress(kind: "press" | "too short", { name }: ButtonConfig): void {
    if (this._isPowered) this._options.onEvent({ kind, node: this.name, button: name });
  }

  private _countPress({ events }: ButtonConfig): void {
    if (this._isPowered && events.includes("press")) this.counter.countPress();
  }

  private _showOutput({ name, activeLow }: OutputInfo, level: number): void {
    const shining = activeLow ? 1 - level : level;
    if (shining === (this._levels.get(name) ?? 0)) return;
    this._levels.set(name, shining);
    this._options.onEvent({ kind: "led", node: this.name, output: name, level: shining });
  }

  /** Says once of each gesture that the configuration keeps it from being sent as such. */
  private _sayIfUnsent(gesture: Gesture, button: PressedButton): void {
    const { name, events } = button.config;
    if (gesture === "single" || events.includes(gesture) || button.unsent.has(gesture)) return;
    button.unsent.add(gesture);
    const isFirst = button === this._buttons[0];
    const where = isFirst ? "button.events" : `the list events of button ${JSON.stringify(name)}`;
    const instead = isFirst ? `npm start -- --events ${[...events, gesture].join(",")} does` : "add it in flash.config.json";
    this._options.onEvent({ kind: "note", text: `${where} does not have "${gesture}", so the node does not send it as such; ${instead}` });
  }
}
