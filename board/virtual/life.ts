/**
 * One life of the chip, from power to no power: the interpreter's world and its idle loop. When it is over, nothing
 * of it acts any more.
 */
import type { AccessPoint } from "./access-point.ts";
import { cryptoModule, installChip } from "./chip.ts";
import { soon, type Clock } from "./clock.ts";
import { Console } from "./console.ts";
import { Events } from "./events.ts";
import { Modules } from "./modules.ts";
import { Sockets } from "./net.ts";
import type { Network } from "./network.ts";
import { Pins } from "./pins.ts";
import { toAnswer, toPrint } from "./printing.ts";
import { Hang, isFunction, Realm, type Guest, type GuestFunction } from "./realm.ts";
import { storageModule, type Flash } from "./storage.ts";
import { SystemTime } from "./time.ts";
import { Timers } from "./timers.ts";
import { explain } from "./uncaught.ts";
import { Watches } from "./watches.ts";
import { Wifi } from "./wifi.ts";

export interface LifeOptions {
  clock: Clock;
  flash: Flash;
  network: Network;
  accessPoint: AccessPoint;
  random: () => number;
  temperature: () => number;
  serial: string;
  version: string;
  wifiAnswersFailure: boolean;
  negatedPins: readonly number[];
  /** real ms that a call may keep the interpreter busy before it counts as a hang */
  hangLimit: number;
  /** Bytes for the serial line, as characters. */
  out: (text: string) => void;
  onLevel: (pin: string, level: number) => void;
  /** The chip starts over: `E.reboot()`, or its watchdog, which says so. */
  onReboot: (why: "reboot" | "watchdog") => void;
}

type IoEvent = { edge: { pin: number; high: boolean; time: number } } | { key: string };

const bootFiles = [".boot0", ".boot1", ".boot2", ".boot3"];

export class Life {
  readonly pins: Pins;
  readonly wifi: Wifi;
  readonly time: SystemTime;
  private readonly _realm: Realm;
  private readonly _events: Events;
  private readonly _timers: Timers;
  private readonly _watches: Watches;
  private readonly _sockets: Sockets;
  private readonly _console: Console;
  private readonly _process: Guest;
  private readonly _E: Guest;
  private readonly _io: IoEvent[] = [];
  private readonly _alarms = new Set<() => void>();
  private _over = false;
  private _hung = false;
  private _error: { value: unknown } | undefined;
  private _typed = "";
  private _busyUntil = 0;
  private _cancelPass: () => void = () => undefined;
  private _passIsSoon = false;
  private _restart: { file: string | undefined; boot: boolean } | undefined;
  private _watchdog: { ms: number; automatic: boolean; cancel: () => void } | undefined;

  constructor(
    private readonly options: LifeOptions,
    private readonly onRestart: (file: string | undefined, boot: boolean) => void,
    systemTime: SystemTime | undefined,
  ) {
    const { clock, flash } = options;
    const realm = (this._realm = new Realm(options.hangLimit));
    const { global } = realm;
    const wake = () => this.wake();
    const call = (callback: GuestFunction | string, args: readonly unknown[]) => this._callback(callback, global, args);
    const printLine = (line: string) => this._console.print(`${line}\n`);
    this.time = systemTime ?? new SystemTime(clock);
    this._events = new Events(realm, {
      callback: (callback, self, args) => this._callback(callback, self ?? global, args),
      interrupted: () => printLine("Execution Interrupted during event processing."),
    });
    this._console = new Console(options.out, { evaluate: (line) => this._evaluate(line) }, `Espruino ${options.version} ESP32`);
    this.pins = new Pins(realm, options.negatedPins, options.onLevel, (pin, high) => this._edge(pin, high));
    this._timers = new Timers(realm, this.time, call);
    this._watches = new Watches(realm, this.pins, this._timers, call, printLine);
    this.wifi = new Wifi(realm, this._events, {
      after: (ms, act) => this._after(ms, act),
      accessPoint: options.accessPoint,
      answersFailure: options.wifiAnswersFailure,
      mac: macOf(options.serial),
      // SNTP sets the system clock under the interpreter, whose timers then jump with it.
      setTime: (seconds) => this.setSystemTime(seconds),
      onLoss: () => this._sockets.cut(),
      wake,
    });
    this._sockets = new Sockets(realm, this._events, options.network, printLine, wake, () => this.wifi.online);
    const { process, E } = installChip(realm, global, {
      version: options.version,
      serial: options.serial,
      temperature: options.temperature,
      random: options.random,
      time: this.time,
      clockWasSet: () => this._timers.clockWasSet(),
      reboot: () => this._end("reboot"),
      restart: (file, boot) => {
        this._restart = { file, boot };
        wake();
      },
      enableWatchdog: (seconds, automatic) => this._enableWatchdog(seconds, automatic),
      kickWatchdog: () => this._kick(),
      memoryUsed: () => Object.getOwnPropertyNames(global).length,
    });
    this._process = process;
    this._E = E;
    this._events.install(Object.getPrototypeOf(realm.object()) as object);
    this.pins.install(global);
    this._timers.install(global);
    this._watches.install(global);
    this._sockets.install(global);
    new Modules(realm, flash, {
      net: () => this._sockets.module(false),
      tls: () => this._sockets.module(true),
      Wifi: () => this.wifi.module,
      Storage: () => storageModule(realm, flash, printLine),
      crypto: () => cryptoModule(realm),
    }).install(global);
    this._installPrint(global);
  }

  /** Runs what Storage has for power-on, then starts the idle loop. */
  boot(file: string | undefined, fromFlash: boolean): void {
    const { flash } = this.options;
    if (fromFlash && file === undefined)
      for (const name of [...bootFiles, ".bootcde"]) {
        const source = flash.read(name);
        if (source !== undefined) this._run(source, name);
        this._reportError();
        if (this._over) return;
      }
    this._events.emitNow(this._E, "init", []);
    this._reportError();
    this._console.print("\n");
    const source = file === undefined ? undefined : flash.read(file);
    if (source !== undefined && file !== undefined) this._run(source, file);
    this.wake();
  }

  /** The power goes. */
  end(): void {
    this._over = true;
    this._cancelPass();
    this._watchdog?.cancel();
    for (const cancel of this._alarms) cancel();
    this.wifi.powerOff();
    this._sockets.closeAll();
  }

  /** Someone types. */
  type(text: string): void {
    for (const key of text) this._io.push({ key });
    this.wake();
  }

  /** Keeps the interpreter busy for `ms`: edges queue up with their times, timers are late. */
  block(ms: number): void {
    this._busyUntil = Math.max(this._busyUntil, this.options.clock.now() + ms);
    this.wake();
  }

  /** Evaluates an expression at the global level and gives it as `print` shows it. Throws an Error that says why not. */
  inspect(expression: string): string {
    try {
      const shown = toPrint(this._realm.run(`(${expression})`, "REPL"));
      return Buffer.from(shown, "latin1").toString("utf8"); // as it would come over the serial line
    } catch (error) {
      throw new Error(explain(error).split("\n")[0], { cause: error });
    }
  }

  setSystemTime(seconds: number): void {
    this.time.set(seconds * 1000);
    this.wake();
  }

  accessPointChanged(): void {
    this.wifi.accessPointChanged();
  }

  /** Asks for a pass of the idle loop as soon as the interpreter is free. */
  wake(): void {
    if (this._over || this._hung || this._passIsSoon) return;
    this._cancelPass();
    const wait = this._busyUntil - this.options.clock.now();
    if (wait > 0) {
      this._cancelPass = this.options.clock.after(wait, () => this._pass());
      return;
    }
    this._passIsSoon = true;
    this._cancelPass = soon(() => this._pass());
  }

  /** Once through the idle loop, in the interpreter's order. */
  private _pass(): void {
    this._passIsSoon = false;
    if (this._over || this._hung) return;
    if (this._busyUntil > this.options.clock.now()) return this.wake();
    for (const event of this._io.splice(0)) {
      if ("key" in event) this._console.key(event.key);
      else this._watches.edge(event.edge.pin, event.edge.high, event.edge.time);
    }
    this._timers.pass();
    const busy = this._sockets.pass();
    this._events.runQueued();
    this._reportError();
    if (this._over || this._hung) return;
    if (this._restart) return this.onRestart(this._restart.file, this._restart.boot);
    if (this._watchdog?.automatic) this._kick();
    this._console.showPrompt();
    if (busy || this._io.length > 0 || this._events.waiting) return this.wake();
    const next = this._timers.untilNext();
    if (next !== undefined && !this._passIsSoon) this._cancelPass = this.options.clock.after(Math.max(0, next), () => this._pass());
  }

  private _edge(pin: number, high: boolean): void {
    if (!this._watches.isWatched(pin)) return;
    this._io.push({ edge: { pin, high, time: this.time.now() } });
    this.wake();
  }

  private _callback(callback: unknown, self: unknown, args: readonly unknown[]): void {
    if (this._over || this._hung) return;
    if (isFunction(callback)) this._guard(() => this._realm.call(callback, self, args));
    else if (typeof callback === "string") this._guard(() => this._realm.run(callback, "event"));
  }

  private _run(source: string, name: string): void {
    this._guard(() => this._realm.run(source, name));
  }

  /** Runs a piece of the program. What it throws is kept; the last one of a pass is reported. */
  private _guard<T>(body: () => T): T | undefined {
    try {
      return body();
    } catch (error) {
      if (error instanceof Hang) this._hang();
      else if (!(error instanceof Over)) this._error = { value: error };
      return undefined;
    }
  }

  private _evaluate(line: string): string | undefined {
    const before = this._error;
    this._typed = line;
    const answer = this._guard(() => toAnswer(this._realm.run(line, "REPL")));
    const failed = this._error !== before || this._over || this._hung;
    this._reportError();
    return failed ? undefined : answer;
  }

  private _reportError(): void {
    const error = this._error;
    this._error = undefined;
    if (!error || this._over) return;
    if (this._events.emitNow(this._process, "uncaughtException", [error.value])) return;
    this._console.print(`Uncaught ${explain(error.value, (file) => this._sourceOf(file))}\n`);
  }

  private _sourceOf(file: string): string | undefined {
    return file === "REPL" ? this._typed : this.options.flash.read(file);
  }

  private _installPrint(global: Guest): void {
    const print = (...values: unknown[]) => this._console.print(`${values.map(toPrint).join(" ")}\n`);
    this._realm.define(global, { print, echo: (on) => this._console.echo(Boolean(on)), trace: () => undefined });
    const console = this._realm.object();
    this._realm.define(console, { log: print, debug: print, info: print, warn: print, error: print, trace: () => undefined });
    this._realm.hidden(global, "console", console);
  }

  private _enableWatchdog(seconds: number, automatic: boolean): void {
    this._watchdog?.cancel();
    this._watchdog = { ms: seconds * 1000, automatic, cancel: () => undefined };
    this._kick();
  }

  private _kick(): void {
    const watchdog = this._watchdog;
    if (!watchdog) return;
    watchdog.cancel();
    watchdog.cancel = this._after(watchdog.ms, () => this.options.onReboot("watchdog"));
  }

  /** The program does not come back: only the watchdog can help. */
  private _hang(): void {
    this._hung = true;
    this._cancelPass();
  }

  private _end(why: "reboot"): never {
    this._over = true;
    soon(() => this.options.onReboot(why));
    // The program does not go on after this.
    throw new Over();
  }

  private _after(ms: number, act: () => void): () => void {
    const cancel = this.options.clock.after(ms, () => {
      this._alarms.delete(cancel);
      act();
    });
    this._alarms.add(cancel);
    return () => {
      this._alarms.delete(cancel);
      cancel();
    };
  }
}

/** Thrown through the program when its life is over. */
class Over extends Error {}

/** "30aea440-c4ff" -> "30:ae:a4:40:c4:ff" */
function macOf(serial: string): string {
  return (serial.replace(/[^0-9a-f]/gi, "").match(/../g) ?? []).join(":");
}

