/** A board, a broker and a subscriber: reports each event, and does to the board what a user asks for. */
import type { ButtonEvent } from "../../firmware/button.ts";
import { LogPrefix } from "../../firmware/log.ts";
import { isMqttConnected, textAfter } from "../board-session/node-line.ts";
import type { Devboard } from "../../../board/shared/index.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import type { UserError } from "../command-line/user-error.ts";
import type { EmbeddedBroker } from "./embedded-broker.ts";
import { Light } from "./light.ts";
import { PressQueue, type Button, type Gesture } from "./press-queue.ts";
import { PressCounter } from "./press-counter.ts";
import type { Outcome, SimulationEvent, SimulationStatus } from "./view.ts";
import { Subscriber } from "./subscriber.ts";

export interface SimulationSetup {
  board: Devboard;
  address: BrokerAddress;
  /** The broker that goes with us; undefined when it is somebody else's. */
  embedded: EmbeddedBroker | undefined;
  /** The node's name, and the first part of its topics. */
  node: string;
  base: string;
  button: Button;
  led: { pin: string; activeLow: boolean };
  /** The button events that the node sends. */
  events: readonly ButtonEvent[];
  /** The pin of the light sensor; undefined when there is none. */
  lightPin: string | undefined;
  /** Called for each event, as it happens. */
  onEvent: (event: SimulationEvent) => void;
  /** The broker, back after a loss, takes our subscriber no more. */
  onRefused: (reason: UserError) => void;
}

/** How long to wait at the end for what is under way, ms. */
const endTimeout = 5000;

export class Simulation {
  private readonly _setup: SimulationSetup;
  private readonly _counter: PressCounter;
  private readonly _presses: PressQueue;
  private readonly _light: Light | undefined;
  /** Gestures of which was said that they are not sent. */
  private readonly _unsent = new Set<Gesture>();
  private _subscriber: Subscriber | undefined;
  private _running = false;
  private _wifi = true;
  private _led = 0;
  /** Whether our own connection to the broker stands. */
  private _hasLink = false;
  /** The node has been connected to its broker. */
  private _wasConnected = false;
  private _outcome: Outcome | undefined;
  private _switching: Promise<void> = Promise.resolve();
  private _offline = false;
  private _onChange: () => void = () => undefined;
  private _giveUp: () => void = () => undefined;
  private _patience = endTimeout;

  constructor(setup: SimulationSetup) {
    const { board, node, button, led, events, lightPin, onEvent } = setup;
    this._setup = setup;
    this._counter = new PressCounter(node);
    this._presses = new PressQueue(board, button, () => {
      if (events.includes("press")) this._counter.countPress();
      onEvent({ kind: "press" });
    });
    this._light = lightPin === undefined ? undefined : new Light((level) => board.drive(lightPin, level));
    board.onLine((line) => {
      if (isMqttConnected(textAfter(line, LogPrefix.Mqtt) ?? "")) this._wasConnected = true;
      onEvent({ kind: "console", line });
    });
    board.onLevel((pin, level) => {
      const shining = led.activeLow ? 1 - level : level;
      if (pin !== led.pin || shining === this._led) return;
      this._led = shining;
      onEvent({ kind: "led", level: shining });
    });
  }

  /** Subscribes, then turns the board on. @throws {UserError} when the broker is unreachable or refuses */
  async start(): Promise<void> {
    const { address, embedded, base, board, onRefused } = this._setup;
    this._subscriber = await Subscriber.start(address, `${base}/#`, {
      keepSession: embedded !== undefined,
      onMessage: (topic, payload, retained) => this._received(topic, payload, retained),
      onLink: (isUp) => this._linkChanged(isUp),
      onRefused,
    });
    this._light?.start();
    try {
      await board.powerOn();
    } catch (error) {
      await this.end();
      throw error;
    }
    this._running = true;
  }

  get status(): SimulationStatus {
    return { led: this._led, light: this._light?.level, wifi: this._wifi, broker: this._broker, count: this._counter.count };
  }

  /** How it ended, once `end` has begun; before, how it would end now. */
  get outcome(): Outcome {
    const { embedded } = this._setup;
    const { count } = this._counter;
    return { ...(this._outcome ?? { linked: this.linked && this._wasConnected }), count, canRead: embedded !== undefined || count.messages > 0 };
  }

  /** Whether nothing was cut: what is pressed now must arrive. */
  get linked(): boolean {
    return this._wifi && this._broker;
  }

  /** Presses BOOT; while the board still boots, nobody would notice. */
  async press(gesture: Gesture): Promise<void> {
    if (!this._running) return;
    this._sayIfUnsent(gesture);
    await this._presses.press(gesture);
  }

  /** Covers the light sensor, or takes the hand away. */
  toggleLight(): void {
    const { onEvent } = this._setup;
    if (!this._light) {
      onEvent({ kind: "note", text: "the node has no analog sensor for the light to fall on: add one to flash.config.json" });
      return;
    }
    this._light.toggle();
    onEvent({ kind: "light", isCovered: this._light.isCovered, level: this._light.level });
  }

  /** Cuts the Wi-Fi, or brings it back. */
  toggleWifi(): void {
    const { board, onEvent } = this._setup;
    this._wifi = !this._wifi;
    if (this._wifi) board.restoreWifi();
    else board.cutWifi();
    onEvent({ kind: "wifi", up: this._wifi });
  }

  /** Stops the embedded broker, or starts it again; says so when the broker is not ours. */
  toggleBroker(): Promise<void> {
    this._switching = this._switching.then(() => this._toggleBroker());
    return this._switching;
  }

  /** Presses no more, waits until every press has arrived that can, and ends all. Twice is harmless. */
  async end(): Promise<void> {
    const { board, embedded, node, base } = this._setup;
    await this._presses.stop();
    this._light?.stop();
    await this._switching;
    this._outcome ??= this.outcome;
    if (this.linked) await this._until(() => this._counter.count.received >= this._counter.count.pressed);
    await board.powerOff();
    if (this._subscriber && embedded === undefined) {
      // The name was made for this run: its retained messages would stay on that broker for ever.
      if (this.outcome.canRead) await this._until(() => this._offline);
      await this._subscriber.forget([`${base}/status/${node}`, `${base}/state/${node}/led`]);
    }
    this._running = false;
    await this._subscriber?.end();
    this._subscriber = undefined;
    await embedded?.close();
  }

  /** Ends an `end` that waits for something. */
  hurry(): void {
    this._patience = 0;
    this._giveUp();
  }

  /** Says once of each gesture that the configuration keeps it from being sent as such. */
  private _sayIfUnsent(gesture: Gesture): void {
    const { events, onEvent } = this._setup;
    if (gesture === "single" || events.includes(gesture) || this._unsent.has(gesture)) return;
    this._unsent.add(gesture);
    const wanted = [...events, gesture].join(",");
    onEvent({ kind: "note", text: `button.events does not have "${gesture}", so the node does not send it as such; npm start -- --events ${wanted} does` });
  }

  private _received(topic: string, payload: Uint8Array, retained: boolean): void {
    const { base, node, onEvent } = this._setup;
    if (topic === `${base}/sensor/ding`) this._counter.countMessage(payload);
    if (topic === `${base}/status/${node}`) this._offline = Buffer.from(payload).toString() === "offline";
    onEvent({ kind: "message", topic, payload, retained });
    this._onChange();
  }

  private get _broker(): boolean {
    return this._setup.embedded?.running ?? this._hasLink;
  }

  /** Of our own broker we know it anyway. */
  private _linkChanged(isUp: boolean): void {
    const { embedded, onEvent } = this._setup;
    this._hasLink = isUp;
    if (embedded === undefined && this._running) onEvent({ kind: "broker", up: isUp });
  }

  private async _toggleBroker(): Promise<void> {
    const { embedded, onEvent } = this._setup;
    if (embedded === undefined) {
      onEvent({ kind: "note", text: "a broker given with --broker cannot be stopped from here" });
      return;
    }
    if (embedded.running) await embedded.stop();
    else await embedded.restart();
    onEvent({ kind: "broker", up: embedded.running });
  }

  /** Waits for messages until `done`, but no longer than patience lasts. */
  private _until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(impatience);
        this._onChange = () => undefined;
        resolve();
      };
      const impatience = setTimeout(finish, this._patience);
      this._giveUp = finish;
      this._onChange = () => {
        if (done()) finish();
      };
      this._onChange();
    });
  }
}
