/**
 * The chip from power-on to power-off or restart: the interpreter's realm and its idle loop. Afterwards the object is dead;
 * the next power-on creates a new one.
 */
import { Alarms } from "./alarms.ts";
import { Bluetooth } from "./bluetooth.ts";
import { cryptoModule, installChipGlobals, memoryTotal } from "./chip-globals.ts";
import { soon } from "./clock.ts";
import { Repl, installPrint } from "./repl.ts";
import { CtrlC } from "./ctrl-c.ts";
import { Events } from "./events.ts";
import { Datagrams } from "./datagrams.ts";
import { flashModule } from "./flash-region.ts";
import type { Hardware } from "./hardware.ts";
import { IdleLoop } from "./idle-loop.ts";
import { Modules } from "./modules.ts";
import { Sockets } from "./sockets.ts";
import { Pins } from "./pins.ts";
import { toAnswer, toPrint } from "./value-format.ts";
import { Restarting, Program } from "./program.ts";
import { Hang, Realm, type Guest, type GuestFunction } from "./realm.ts";
import { storageModule } from "./storage.ts";
import { Telnet } from "./telnet.ts";
import { SystemTime } from "./system-time.ts";
import { Timers } from "./timers.ts";
import { explain } from "./uncaught.ts";
import { Watchdog } from "./watchdog.ts";
import { Watches } from "./watches.ts";
import { Wifi } from "./wifi.ts";

type IoEvent = { edge: { pin: number; high: boolean; time: number } } | { key: string };

/** These run whenever the interpreter starts, including after `reset()`; `.bootcde` only at power-on and after `load()`. */
const bootFiles = [".boot0", ".boot1", ".boot2", ".boot3"];

/** JsVars, roughly. */
const usedByNode = 1200;

export class PoweredChip {
  readonly pins: Pins;
  readonly wifi: Wifi;
  readonly time: SystemTime;
  readonly telnet: Telnet;
  readonly bluetooth: Bluetooth;
  private readonly _idleLoop: IdleLoop;
  private readonly _realm: Realm;
  private readonly _program: Program;
  private readonly _watchdog: Watchdog;
  private readonly _events: Events;
  private readonly _timers: Timers;
  private readonly _watches: Watches;
  private readonly _sockets: Sockets;
  private readonly _datagrams: Datagrams;
  private readonly _repl: Repl;
  private readonly _ctrlC = new CtrlC((text) => this._repl.print(text));
  private readonly _E: Guest;
  private readonly _io: IoEvent[] = [];
  private readonly _alarms: Alarms;
  private _over = false;
  /** Where console output goes if not to the serial line. */
  private _redirect: ((text: string) => void) | undefined;
  private _restart: { file: string | undefined; boot: boolean } | undefined;

  constructor(
    private readonly _options: Hardware,
    private readonly _onRestart: (file: string | undefined, boot: boolean) => void,
    systemTime: SystemTime | undefined,
  ) {
    const { clock, flash } = _options;
    const realm = (this._realm = new Realm(_options.hangLimit, (reason) => this._program.rejected(reason)));
    const { global } = realm;
    this._idleLoop = new IdleLoop(
      clock,
      () => this._program.running,
      () => this._pass(),
    );
    this._alarms = new Alarms(clock);
    const wake = () => this.wake();
    const call = (callback: GuestFunction | string, args: readonly unknown[]) => this._program.callback(callback, global, args);
    const printLine = (line: string) => this._repl.print(`${line}\n`);
    this.time = systemTime ?? new SystemTime(clock);
    this._program = new Program(realm, {
      handlesError: (error) => this._events.emitNow(process, "uncaughtException", [error]),
      print: (text) => this._repl.print(text),
      onHang: () => this._idleLoop.stop(),
      read: (file) => flash.read(file),
    });
    this._watchdog = new Watchdog(
      (ms, act) => this._alarms.after(ms, act),
      () => _options.onReboot("watchdog"),
    );
    this._events = new Events(realm, {
      callback: (callback, self, args) => this._program.callback(callback, self ?? global, args),
      interrupted: () => printLine("Execution Interrupted during event processing."),
    });
    this._repl = new Repl(
      (text) => (this._redirect ?? _options.out)(text),
      { evaluate: (line) => this._program.evaluate(line, toAnswer) },
      `Espruino ${_options.version} ESP32`,
    );
    this.pins = new Pins(realm, _options.negatedPins, _options.onLevel, (pin, high) => this._edge(pin, high));
    this._timers = new Timers(realm, this.time, call);
    this._watches = new Watches(realm, this.pins, this._timers, call, printLine);
    this.wifi = new Wifi(realm, this._events, {
      after: (ms, act) => this._alarms.after(ms, act),
      accessPoint: _options.accessPoint,
      answersFailure: _options.wifiAnswersFailure,
      serial: _options.serial,
      // SNTP sets the system clock behind the interpreter's back, so its timers jump.
      setTime: (seconds) => this.setSystemTime(seconds),
      onLoss: () => this._sockets.cut(),
      wake,
    });
    this._sockets = new Sockets(
      realm,
      this._events,
      _options.network,
      printLine,
      wake,
      () => this.wifi.online,
      (ms) => this.block(ms),
      _options.version !== "2v27",
    );
    this._datagrams = new Datagrams(realm, this._events, {
      network: _options.network,
      print: printLine,
      wake,
      online: () => this.wifi.online,
    });
    this.telnet = new Telnet(realm, {
      online: () => this.wifi.online,
      type: (text) => this._typed(text),
      redirect: (out) => (this._redirect = out),
    });
    this.bluetooth = new Bluetooth(realm, flash, () => this._reboot());
    this.bluetooth.install(global);
    const { process, E } = installChipGlobals(realm, global, {
      version: _options.version,
      serial: _options.serial,
      temperature: _options.temperature,
      random: _options.random,
      time: this.time,
      clockWasSet: () => this._timers.clockWasSet(),
      reboot: () => this._reboot(),
      restart: (file, boot) => {
        this._restart = { file, boot };
        wake();
      },
      enableWatchdog: (seconds, automatic) => this._watchdog.enable(seconds, automatic),
      kickWatchdog: () => this._watchdog.kick(),
      setPassword: (password) => this._repl.setPassword(password),
      lockConsole: () => this._repl.lock(),
      memoryUsed: () => this._memoryUsed(),
      resetCause: _options.resetCause,
    });
    this._E = E;
    this._events.install(Object.getPrototypeOf(realm.object()) as object);
    this.pins.install(global);
    this._timers.install(global);
    this._watches.install(global);
    this._sockets.install(global);
    new Modules(realm, flash, {
      net: () => this._sockets.module(false),
      tls: () => this._sockets.module(true),
      dgram: () => this._datagrams.module,
      Wifi: () => this.wifi.module,
      Storage: () => storageModule(realm, flash, printLine),
      Flash: () => flashModule(realm, flash.region),
      crypto: () => cryptoModule(realm),
      TelnetServer: () => this.telnet.module,
    }).install(global);
    installPrint(realm, global, this._repl);
    flash.power.on(() => this._lostPower());
  }

  /** Runs the boot files in Storage, then starts the idle loop. */
  boot(file: string | undefined, fromFlash: boolean): void {
    const { flash } = this._options;
    const starts = fromFlash && file === undefined;
    for (const name of starts ? [...bootFiles, ".bootcde"] : bootFiles) {
      const source = flash.read(name);
      if (source !== undefined) this._program.run(source, name);
      this._program.report();
      if (!this._program.running) return;
    }
    this._events.emitNow(this._E, "init", []);
    this._program.report();
    this._repl.print("\n");
    const source = file === undefined ? undefined : flash.read(file);
    if (source !== undefined && file !== undefined) this._program.run(source, file);
    this.wake();
  }

  /** Power-off. */
  end(): void {
    this._over = true;
    this._program.stop();
    this._idleLoop.stop();
    this._alarms.end();
    this.telnet.end();
    this.wifi.powerOff();
    this._sockets.closeAll();
    this._datagrams.closeAll();
  }

  /** Input on the serial line; ignored while Telnet has the console. */
  type(text: string): void {
    if (!this.telnet.holdsConsole) this._typed(text);
  }

  private _typed(text: string): void {
    const input = this._program.isHung ? this._typedToHung(text) : text;
    if (input === undefined) return;
    this._program.interrupt();
    for (const key of input) this._io.push({ key });
    this.wake();
  }

  /** Returns what is left of it once the program was interrupted; undefined while it still hangs. */
  private _typedToHung(text: string): string | undefined {
    return this._options.ctrlCInterrupts ? this._ctrlC.typed(text) : undefined;
  }

  /** Keeps the interpreter busy for `ms`: edges queue up with their timestamps, timers are late. */
  block(ms: number): void {
    this._idleLoop.block(ms);
  }

  /** Evaluates an expression in the global scope; returns its value as `print` shows it. Throws an Error with the reason. */
  inspect(expression: string): string {
    try {
      const shown = this._realm.limited(() => toPrint(this._realm.run(`(${expression})`, "REPL")));
      return Buffer.from(shown, "latin1").toString("utf8"); // as it would come over the serial line
    } catch (error) {
      if (error instanceof Hang) throw error;
      throw new Error(this._realm.limited(() => explain(error)).split("\n")[0], { cause: error });
    }
  }

  setSystemTime(seconds: number): void {
    this.time.set(seconds * 1000);
    this.wake();
  }

  accessPointChanged(): void {
    this.wifi.accessPointChanged();
  }

  /** Schedules a pass of the idle loop for when the interpreter is free. */
  wake(): void {
    this._idleLoop.wake();
  }

  /** One pass of the idle loop, in the interpreter's order. */
  private _pass(): void {
    if (this._memoryUsed() >= memoryTotal) return; // out of memory: timers and events are dead
    for (const event of this._io.splice(0)) {
      if ("key" in event) this._repl.key(event.key);
      else this._watches.edge(event.edge.pin, event.edge.high, event.edge.time);
    }
    this._timers.pass();
    const moved = [this._sockets.pass(), this._datagrams.pass()];
    const busy = moved.includes(true);
    this._events.runQueued();
    this._program.report();
    if (!this._program.running) return;
    if (this._restart) return this._onRestart(this._restart.file, this._restart.boot);
    this._watchdog.pass();
    this._repl.showPrompt();
    if (busy || this._io.length > 0 || this._events.waiting) return this.wake();
    const next = this._timers.untilNext();
    if (next !== undefined) this._idleLoop.wakeIn(next);
  }

  /** The node's own use is not counted but assumed, as measured on the real interpreter. */
  private _memoryUsed(): number {
    return usedByNode + this.wifi.leaked;
  }

  private _edge(pin: number, high: boolean): void {
    if (!this._watches.isWatched(pin)) return;
    this._io.push({ edge: { pin, high, time: this.time.now() } });
    this.wake();
  }

  private _reboot(): never {
    this._program.stop();
    soon(() => this._over || this._options.onReboot("reboot"));
    throw new Restarting();
  }

  /** The power went while flash was being written. */
  private _lostPower(): never {
    if (this._program.running) soon(() => this._over || this._options.onPowerLoss());
    this._program.stop();
    throw new Restarting();
  }
}
