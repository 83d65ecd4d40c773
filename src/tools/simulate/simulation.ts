/** A board on the desk, a broker, and a subscriber that watches: what happens is told, what is asked for is done. */
import type { Devboard } from "../../../board/shared/index.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import type { UserError } from "../command-line/user-error.ts";
import type { EmbeddedBroker } from "./broker.ts";
import { Finger, type Button } from "./finger.ts";
import { Tally } from "./tally.ts";
import type { Happening, Standing } from "./view.ts";
import { Watcher } from "./watcher.ts";

export interface Setup {
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
  /** Told of everything, as it happens. */
  tell: (happening: Happening) => void;
  /** The broker, back after a loss, takes our subscriber no more. */
  onRefused: (reason: UserError) => void;
}

/** How long to wait at the end for what is under way, ms. */
const PATIENCE = 5000;

export class Simulation {
  readonly #setup: Setup;
  readonly #tally: Tally;
  readonly #finger: Finger;
  #watcher: Watcher | undefined;
  #running = false;
  #wifi = true;
  #led = 0;
  #switching: Promise<void> = Promise.resolve();
  #offline = false;
  #onChange: () => void = () => undefined;
  #giveUp: () => void = () => undefined;
  #patience = PATIENCE;

  constructor(setup: Setup) {
    const { board, node, button, led, sendsPress, tell } = setup;
    this.#setup = setup;
    this.#tally = new Tally(node);
    this.#finger = new Finger(board, button, () => {
      if (sendsPress) this.#tally.press();
      tell({ kind: "press" });
    });
    board.onLine((line) => tell({ kind: "console", line }));
    board.onLevel((pin, level) => {
      const shining = led.activeLow ? 1 - level : level;
      if (pin !== led.pin || shining === this.#led) return;
      this.#led = shining;
      tell({ kind: "led", level: shining });
    });
  }

  /** Subscribes, then turns the board on. @throws {UserError} when the broker is unreachable or refuses */
  async start(): Promise<void> {
    const { address, embedded, base, board, onRefused } = this.#setup;
    const onMessage = (topic: string, payload: Uint8Array, retained: boolean): void => this.#received(topic, payload, retained);
    this.#watcher = await Watcher.start(address, `${base}/#`, embedded !== undefined, onMessage, onRefused);
    try {
      await board.powerOn();
    } catch (error) {
      await this.end();
      throw error;
    }
    this.#running = true;
  }

  get standing(): Standing {
    return { led: this.#led, wifi: this.#wifi, broker: this.#broker, count: this.#tally.count };
  }

  /** Whether nothing was cut: what is pressed now must arrive. */
  get linked(): boolean {
    return this.#wifi && this.#broker;
  }

  /** Presses BOOT; while the board still boots, nobody would notice. */
  async press(): Promise<void> {
    if (this.#running) await this.#finger.press();
  }

  /** Cuts the Wi-Fi, or brings it back. */
  toggleWifi(): void {
    const { board, tell } = this.#setup;
    this.#wifi = !this.#wifi;
    if (this.#wifi) board.restoreWifi();
    else board.cutWifi();
    tell({ kind: "wifi", up: this.#wifi });
  }

  /** Stops the embedded broker, or starts it again; says so when the broker is not ours. */
  toggleBroker(): Promise<void> {
    this.#switching = this.#switching.then(() => this.#toggleBroker());
    return this.#switching;
  }

  /** Lifts the finger, waits until every press has arrived that can, and ends all. Twice is harmless. */
  async end(): Promise<void> {
    const { board, embedded, node, base } = this.#setup;
    await this.#finger.lift();
    await this.#switching;
    if (this.linked) await this.#until(() => this.#tally.count.received >= this.#tally.count.pressed);
    await board.powerOff();
    if (this.#watcher && embedded === undefined) {
      // The name was made for this run: its retained messages would stay on that broker for ever.
      await this.#until(() => this.#offline);
      await this.#watcher.forget([`${base}/status/${node}`, `${base}/state/${node}/led`]);
    }
    await this.#watcher?.end();
    this.#watcher = undefined;
    await embedded?.close();
  }

  /** Ends an `end` that waits for something. */
  hurry(): void {
    this.#patience = 0;
    this.#giveUp();
  }

  #received(topic: string, payload: Uint8Array, retained: boolean): void {
    const { base, node, tell } = this.#setup;
    if (topic === `${base}/sensor/ding`) this.#tally.sensorMessage(payload);
    if (topic === `${base}/status/${node}`) this.#offline = Buffer.from(payload).toString() === "offline";
    tell({ kind: "message", topic, payload, retained });
    this.#onChange();
  }

  get #broker(): boolean {
    return this.#setup.embedded?.running ?? true;
  }

  async #toggleBroker(): Promise<void> {
    const { embedded, tell } = this.#setup;
    if (embedded === undefined) {
      tell({ kind: "note", text: "the broker given with --broker is not ours to stop" });
      return;
    }
    if (embedded.running) await embedded.stop();
    else await embedded.restart();
    tell({ kind: "broker", up: embedded.running });
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
