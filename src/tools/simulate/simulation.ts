/** A board, a broker and a subscriber: reports each event, and does to the board what a user asks for. */
import type { Devboard } from "../../../board/shared/index.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import type { UserError } from "../command-line/user-error.ts";
import type { EmbeddedBroker } from "./embedded-broker.ts";
import { PressQueue, type Button } from "./press-queue.ts";
import { PressCounter } from "./press-counter.ts";
import type { SimulationEvent, SimulationStatus } from "./view.ts";
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
  /** Whether a press is sent at all. */
  sendsPress: boolean;
  /** Called for each event, as it happens. */
  onEvent: (event: SimulationEvent) => void;
  /** The broker, back after a loss, takes our subscriber no more. */
  onRefused: (reason: UserError) => void;
}

/** How long to wait at the end for what is under way, ms. */
const PATIENCE = 5000;

export class Simulation {
  readonly #setup: SimulationSetup;
  readonly #counter: PressCounter;
  readonly #presses: PressQueue;
  #subscriber: Subscriber | undefined;
  #running = false;
  #wifi = true;
  #led = 0;
  #switching: Promise<void> = Promise.resolve();
  #offline = false;
  #onChange: () => void = () => undefined;
  #giveUp: () => void = () => undefined;
  #patience = PATIENCE;

  constructor(setup: SimulationSetup) {
    const { board, node, button, led, sendsPress, onEvent } = setup;
    this.#setup = setup;
    this.#counter = new PressCounter(node);
    this.#presses = new PressQueue(board, button, () => {
      if (sendsPress) this.#counter.countPress();
      onEvent({ kind: "press" });
    });
    board.onLine((line) => onEvent({ kind: "console", line }));
    board.onLevel((pin, level) => {
      const shining = led.activeLow ? 1 - level : level;
      if (pin !== led.pin || shining === this.#led) return;
      this.#led = shining;
      onEvent({ kind: "led", level: shining });
    });
  }

  /** Subscribes, then turns the board on. @throws {UserError} when the broker is unreachable or refuses */
  async start(): Promise<void> {
    const { address, embedded, base, board, onRefused } = this.#setup;
    const onMessage = (topic: string, payload: Uint8Array, retained: boolean): void => this.#received(topic, payload, retained);
    this.#subscriber = await Subscriber.start(address, `${base}/#`, embedded !== undefined, onMessage, onRefused);
    try {
      await board.powerOn();
    } catch (error) {
      await this.end();
      throw error;
    }
    this.#running = true;
  }

  get status(): SimulationStatus {
    return { led: this.#led, wifi: this.#wifi, broker: this.#broker, count: this.#counter.count };
  }

  /** Whether nothing was cut: what is pressed now must arrive. */
  get linked(): boolean {
    return this.#wifi && this.#broker;
  }

  /** Presses BOOT; while the board still boots, nobody would notice. */
  async press(): Promise<void> {
    if (this.#running) await this.#presses.press();
  }

  /** Cuts the Wi-Fi, or brings it back. */
  toggleWifi(): void {
    const { board, onEvent } = this.#setup;
    this.#wifi = !this.#wifi;
    if (this.#wifi) board.restoreWifi();
    else board.cutWifi();
    onEvent({ kind: "wifi", up: this.#wifi });
  }

  /** Stops the embedded broker, or starts it again; says so when the broker is not ours. */
  toggleBroker(): Promise<void> {
    this.#switching = this.#switching.then(() => this.#toggleBroker());
    return this.#switching;
  }

  /** Presses no more, waits until every press has arrived that can, and ends all. Twice is harmless. */
  async end(): Promise<void> {
    const { board, embedded, node, base } = this.#setup;
    await this.#presses.stop();
    await this.#switching;
    if (this.linked) await this.#until(() => this.#counter.count.received >= this.#counter.count.pressed);
    await board.powerOff();
    if (this.#subscriber && embedded === undefined) {
      // The name was made for this run: its retained messages would stay on that broker for ever.
      await this.#until(() => this.#offline);
      await this.#subscriber.forget([`${base}/status/${node}`, `${base}/state/${node}/led`]);
    }
    await this.#subscriber?.end();
    this.#subscriber = undefined;
    await embedded?.close();
  }

  /** Ends an `end` that waits for something. */
  hurry(): void {
    this.#patience = 0;
    this.#giveUp();
  }

  #received(topic: string, payload: Uint8Array, retained: boolean): void {
    const { base, node, onEvent } = this.#setup;
    if (topic === `${base}/sensor/ding`) this.#counter.countMessage(payload);
    if (topic === `${base}/status/${node}`) this.#offline = Buffer.from(payload).toString() === "offline";
    onEvent({ kind: "message", topic, payload, retained });
    this.#onChange();
  }

  get #broker(): boolean {
    return this.#setup.embedded?.running ?? true;
  }

  async #toggleBroker(): Promise<void> {
    const { embedded, onEvent } = this.#setup;
    if (embedded === undefined) {
      onEvent({ kind: "note", text: "the broker given with --broker is not ours to stop" });
      return;
    }
    if (embedded.running) await embedded.stop();
    else await embedded.restart();
    onEvent({ kind: "broker", up: embedded.running });
  }

  /** Waits for messages until `done`, but no longer than patience lasts. */
  #until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(impatience);
        this.#onChange = () => undefined;
        resolve();
      };
      const impatience = setTimeout(finish, this.#patience);
      this.#giveUp = finish;
      this.#onChange = () => {
        if (done()) finish();
      };
      this.#onChange();
    });
  }
}
