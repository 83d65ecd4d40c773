/** A board at the other end of a link, while the page has it: what it is, its pins, its console, its functions. */
import type { DeviceController } from "@espruino-tools/core";
import { decodeUtf8, encodeUtf8 } from "../../../../board/shared/byte-text.ts";
import { redactedText } from "../../board-setup/redacted-log.ts";
import { BoardConsole } from "../../board-session/board-console.ts";
import { controllerFor, evaluate } from "../../board-session/controller.ts";
import { handshake } from "../../board-session/handshake.ts";
import { readStatus, statusQuestion, type NodeStatus } from "../../board-session/node-status.ts";
import { FlowControl } from "../../serial/flow-control.ts";
import { consoleBaud, Listeners, type SerialLink } from "../../serial/serial-link.ts";
import { pageAdvice } from "./page-advice.ts";

/** The latest lines of the console. */
const mostLines = 500;
/** ms between two looks at the pins */
const lookEvery = 500;
/** ms; it is asked ten times, and a blank chip, which never answers, should not be waited for long. */
const firstAttempt = 1_000;

/** The pins of a board that has no node yet: the DevKit's own button and LED. */
const bare: Wiring = { node: undefined, buttons: [{ name: "", pin: "D0", pressedReads: "0" }], led: "D2", light: undefined };

interface Wiring {
  node: string | undefined;
  buttons: readonly WiredButton[];
  led: string;
  light: string | undefined;
}

interface WiredButton {
  /** "" when it has none. */
  name: string;
  pin: string;
  /** What the pin reads when the button is pressed. Espruino turns D0 of an ESP32 round, so that its BOOT button reads 1. */
  pressedReads: "0" | "1";
}

export interface PinReading {
  part: "Button" | "LED" | "Light";
  /** Of a button that has one; else "". */
  name: string;
  pin: string;
  /** As the pin says; undefined while it is not known. */
  value: string | undefined;
  /** What that means, such as "released"; undefined where the value says it. */
  state?: string | undefined;
}

const wiringQuestion =
  '(function(){if(typeof ding!="object")return 0;var c=ding.config,a=c.sensors.filter(function(s){return s.kind=="analog"})[0];' +
  "return[c.node,[c.button].concat(c.buttons||[]).map(function(b){return[b.name||'',b.pin,b.activeLow==!!new Pin(b.pin).getInfo().negated]})," +
  "c.led.pin,a?a.pin:0]})()";

const functionsQuestion = '(typeof ding=="object"?Object.keys(ding).filter(function(k){return k!="config"&&typeof ding[k]=="function"}):[])';

export class ConnectedBoard {
  readonly lines: string[] = [];
  readonly controller: DeviceController;
  /** Such as "ESP32 with Espruino 2v29"; "" until it has answered. */
  what = "";
  node: string | undefined;
  pins: readonly PinReading[] = [];
  status: NodeStatus | undefined;
  /** Those of the global `ding`. */
  functions: readonly string[] = [];
  /** Why the connection ended. */
  lost: string | undefined;
  /** Whether somebody has the line for himself: the first words with the board, or what writes to it. */
  isBusy = false;

  private readonly _console: BoardConsole;
  private readonly _changed = new Listeners<undefined>();
  private readonly _secrets = new Set<string>();
  private _wiring = bare;
  /** What comes is not for people: the tool that has the line says what they should know. */
  private _isMuted = false;
  private _look: ReturnType<typeof setTimeout> | undefined;
  private _looking: Promise<void> = Promise.resolve();

  constructor(
    readonly link: SerialLink,
    readonly isVirtual: boolean,
  ) {
    this._console = new BoardConsole(new FlowControl(link));
    this.controller = controllerFor(this._console, { attempts: 3 });
    this._console.onLine((line) => this._isMuted || this.say(line));
    link.onClose((reason) => {
      clearTimeout(this._look);
      this.lost = reason.message;
      this._notify();
    });
  }

  /** Calls `listener` after each change. Returns a function that stops it. */
  on(listener: () => void): () => void {
    return this._changed.add(listener);
  }

  /**
   * Finds out what is there, and keeps looking at its pins.
   * @param password of the console, where it is locked
   * @param attempt ms between two questions to a board that does not answer
   * @throws {UserError} when Espruino does not answer
   */
  async start(password = "", attempt = firstAttempt): Promise<void> {
    this.hide(password);
    this._console.unlockWith(password);
    this.isBusy = true;
    try {
      await handshake(this._console, consoleBaud, { interrupt: false, attempt, advice: pageAdvice });
      await this._identify();
    } finally {
      this.isBusy = false;
      this._notify();
    }
    this._lookAgain(0);
  }

  /** From now on this text is not shown, whoever prints it. */
  hide(secret: string | undefined): void {
    if (secret !== undefined && secret !== "") this._secrets.add(secret);
  }

  /** A line for the console that is shown. */
  say(line: string): void {
    this.lines.push(redactedText(line, [...this._secrets]));
    if (this.lines.length > mostLines) this.lines.splice(0, this.lines.length - mostLines);
    this._notify();
  }

  /** The value of an expression, as JSON, or what it threw. What is typed and answered is shown on the console. */
  async evaluate(code: string): Promise<void> {
    this.say(`> ${code}`);
    try {
      const value = await evaluate(this.controller, encodeUtf8(code));
      this.say(`= ${value === undefined ? "undefined" : JSON.stringify(value)}`);
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
    }
  }

  /** Calls a function of `ding`, by the controller's list of functions. */
  async call(name: string, ...given: readonly string[]): Promise<void> {
    const functions: unknown = Reflect.get(Object(this.controller.Call), "ding");
    const act: unknown = Reflect.get(Object(functions), name);
    if (typeof act === "function") await Reflect.apply(act, undefined, given);
  }

  /** Switches the pin only: the node does not notice, and keeps reporting the state that it set. */
  toggleLed(): void {
    this.say(`> Pin.digitalToggle("${this._wiring.led}")`);
    this.controller.Pin.digitalToggle(this._wiring.led);
  }

  /** Reserves the line for one task; the board is examined again afterwards. */
  async exclusively<T>(act: () => Promise<T>): Promise<T> {
    this.isBusy = this._isMuted = true;
    clearTimeout(this._look);
    this._notify();
    try {
      await this._looking;
      return await act();
    } finally {
      this.isBusy = this._isMuted = false;
      this.what = "";
      this._notify();
      this._lookAgain(0);
    }
  }

  async close(): Promise<void> {
    clearTimeout(this._look);
    await this.link.close();
  }

  private async _identify(): Promise<void> {
    const env = await evaluate(this.controller, "[process.env.BOARD,process.env.VERSION]");
    const [board, version] = list(env);
    this.what = `${String(board)} with Espruino ${String(version)}`;
    const wiring = await evaluate(this.controller, wiringQuestion);
    const [node, buttons, led, light] = list(wiring);
    this._wiring = Array.isArray(wiring)
      ? {
          node: String(node),
          buttons: list(buttons).map(wiredButton),
          led: String(led),
          light: typeof light === "string" ? light : undefined,
        }
      : bare;
    this.node = this._wiring.node || undefined;
    const functions = await evaluate(this.controller, functionsQuestion);
    this.functions = list(functions).map(String);
    // The package's own search finds global functions only, and loses what it has found; callers expect them here.
    this.controller.Call = {
      ding: Object.fromEntries(
        this.functions.map((name) => [name, (...given: unknown[]) => this.evaluate(`ding.${name}(${given.map((each) => JSON.stringify(each)).join()})`)]),
      ),
    };
    this._notify();
  }

  private _lookAgain(ms: number): void {
    clearTimeout(this._look);
    if (this.lost !== undefined || this.isBusy) return;
    this._look = setTimeout(() => {
      this._looking = this._readPins()
        .catch(() => undefined) // the board is busy, or restarts: what was last known stays
        .then(() => this._lookAgain(lookEvery));
    }, ms);
  }

  private async _readPins(): Promise<void> {
    // After it was written to, it may be another; a chip that still starts is asked again.
    if (this.what === "") await this._identify();
    const { buttons, led, light } = this._wiring;
    const pins: PinReading[] = [];
    for (const { name, pin, pressedReads } of buttons) {
      const value = await this._value(pin);
      // Without a node nothing holds the pin at a level.
      const state = this.node === undefined ? undefined : value === pressedReads ? "pressed" : "released";
      pins.push({ part: "Button", name, pin, value, state });
    }
    this.status = readStatus(String(await evaluate(this.controller, statusQuestion)));
    // Not by Pin.val: Espruino makes an input of a pin that is read, unless pinMode has fixed it, and the LED would go out.
    pins.push({ part: "LED", name: "", pin: led, value: this.status?.led?.toString() });
    if (light !== undefined) {
      const value = String(await evaluate(this.controller, `analogRead(${light}).toFixed(3)`));
      pins.push({ part: "Light", name: "", pin: light, value });
    }
    this.pins = pins;
    this._notify();
  }

  private async _value(pin: string): Promise<string> {
    const answer: unknown = await this.controller.Pin.val(pin);
    const data: unknown = typeof answer === "object" && answer !== null ? Reflect.get(answer, "data") : answer;
    if (data instanceof Error) throw data;
    return data === true ? "1" : data === false ? "0" : String(data);
  }

  private _notify(): void {
    this._changed.tell(undefined);
  }
}

function wiredButton(answer: unknown): WiredButton {
  const [name, pin, pressedReads] = list(answer);
  return { name: decodeUtf8(String(name)), pin: String(pin), pressedReads: pressedReads === true ? "1" : "0" };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
