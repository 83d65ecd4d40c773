/** A virtual ESP32 DevKit with Espruino: it runs what is flashed to it as the chip would. */
import { AccessPoint } from "./access-point.ts";
import { realClock, type Clock } from "./clock.ts";
import type { ProgrammableBoard } from "../shared/devboard.ts";
import { storageFiles, type Dist } from "../shared/dist-files.ts";
import { PoweredChip } from "./powered-chip.ts";
import { ConsoleLines } from "../shared/console-lines.ts";
import { MemoryNetwork } from "./memory-network.ts";
import type { Network } from "./network.ts";
import { Flash } from "./storage.ts";
import type { TelnetSession } from "./telnet.ts";
import { SystemTime } from "./system-time.ts";

/** Reset causes as in the ESP32's register. After a panic or Espruino's watchdog it is the same as after a restart by a program. */
const resetCauses = { powerOn: 1, software: 12 };

/** Output of ESP-IDF's boot loader; the first line is the chip ROM's. */
function bootLoader(cause: number): string {
  const name = cause === resetCauses.powerOn ? "POWERON_RESET" : "SW_CPU_RESET";
  return [
    "ets Jun  8 2016 00:22:57",
    "",
    `rst:0x${cause.toString(16)} (${name}),boot:0x13 (SPI_FAST_FLASH_BOOT)`,
    "configsip: 0, SPIWP:0xee",
    "mode:DIO, clock div:2",
    "load:0x3fff0018,len:4",
    "entry 0x400806a8",
    "\u001b[0;32mI (34) boot: Loaded app from partition at offset 0x10000\u001b[0m",
    "",
  ].join("\r\n");
}

/** What `E.reboot()` prints on the chip while Wi-Fi is up, before it restarts all the same. */
const panic = [
  "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.",
  "Core 0 register dump:",
  "PC      : 0x400d3b1c  PS      : 0x00060a30  A0      : 0x800d4f3e  A1      : 0x3ffb9d60",
  "Backtrace: 0x400d3b1c:0x3ffb9d60 0x400d4f3b:0x3ffb9d80",
  "",
  "Rebooting...",
  "",
].join("\r\n");

export interface VirtualOptions {
  /** Default: the computer's clock. */
  clock?: Clock;
  /** Default: an empty network. */
  network?: Network;
  accessPoint?: AccessPoint;
  flash?: Flash;
  /** The MAC address in Espruino's format, such as "30aea440-c4ff". */
  serial?: string;
  /** 0..1, for `E.hwRand()` and `Math.random()`. */
  random?: () => number;
  /** Degrees Celsius. */
  temperature?: () => number;
  /** Espruino's version, default "2v29". */
  version?: string;
  /** Whether Wifi's `connect` reports failure to its callback, as builds after 2v29 do. Default false. */
  wifiAnswersFailure?: boolean;
  /** Whether D0 reads inverted, 1 while BOOT is pressed, as in ESP32 builds since 2v25. Default true. */
  invertsBootPin?: boolean;
  /** Whether to print a real chip's boot loader messages and the panic of `E.reboot()`. */
  bootMessages?: boolean;
  /** Whether Ctrl-C ends a program that hangs, as on Espruino's other chips. The ESP32's build has no tick for it. */
  ctrlCInterrupts?: boolean;
  /** Real ms after which a call into the program counts as a hang, default 20000. Connecting may block for 5 s. */
  hangLimit?: number;
}

export class VirtualEsp32 implements ProgrammableBoard {
  readonly flash: Flash;
  readonly accessPoint: AccessPoint;
  /** Why the chip last restarted by itself. */
  lastReboot: "reboot" | "watchdog" | undefined;
  private readonly _options: VirtualOptions;
  private readonly _lines = new ConsoleLines();
  private readonly _outputListeners = new Set<(bytes: string) => void>();
  private readonly _levelListeners = new Set<(pin: string, level: number) => void>();
  private readonly _driven = new Map<string, number>();
  private _chip: PoweredChip | undefined;
  private _resetCause = resetCauses.powerOn;

  constructor(options: VirtualOptions = {}) {
    this._options = options;
    this.flash = options.flash ?? new Flash();
    this.accessPoint = options.accessPoint ?? new AccessPoint();
  }

  install(dist: Dist, ding?: unknown): void {
    for (const [name, contents] of storageFiles(dist, ding)) this.put(name, contents);
  }

  put(name: string, contents: string): void {
    if (this._chip) throw new Error("pull the plug before flashing");
    this.flash.put(name, contents);
  }

  powerOn(): Promise<void> {
    this._resetCause = resetCauses.powerOn;
    if (!this._chip) this._start(undefined, undefined, true);
    return Promise.resolve();
  }

  powerOff(): Promise<void> {
    this._chip?.end();
    this._chip = undefined;
    return Promise.resolve();
  }

  drive(pin: string, level: number): void {
    this._driven.set(pin, level);
    this._chip?.pins.drive(pin, level);
  }

  level(pin: string): number {
    return this._chip?.pins.level(pin) ?? 0;
  }

  cutWifi(): void {
    this.accessPoint.up = false;
    this._chip?.accessPointChanged();
  }

  restoreWifi(): void {
    this.accessPoint.up = true;
    this._chip?.accessPointChanged();
  }

  type(text: string): void {
    this._chip?.type(text);
  }

  onLine(listener: (line: string) => void): () => void {
    return this._lines.on(listener);
  }

  onOutput(listener: (bytes: string) => void): () => void {
    this._outputListeners.add(listener);
    return () => this._outputListeners.delete(listener);
  }

  onLevel(listener: (pin: string, level: number) => void): () => void {
    this._levelListeners.add(listener);
    return () => this._levelListeners.delete(listener);
  }

  async eval(expression: string): Promise<string> {
    if (!this._chip) throw new Error("the board has no power");
    return Promise.resolve(this._chip.inspect(expression));
  }

  discard(): Promise<void> {
    return this.powerOff();
  }

  /** Connects to TCP port 23; undefined if nothing listens there. `out` receives console output. */
  telnet(out: (text: string) => void): TelnetSession | undefined {
    return this._chip?.telnet.connect(out);
  }

  /** Whether the JavaScript console is reachable over Bluetooth. */
  get bluetoothIsOpen(): boolean {
    return this._chip?.bluetooth.isOpen ?? false;
  }

  /** Keeps the interpreter busy for `ms`, as a blocking call does. */
  block(ms: number): void {
    this._chip?.block(ms);
  }

  /** The time server sets the chip's clock: Unix seconds. Timers jump with it. */
  setSystemTime(seconds: number): void {
    this._chip?.setSystemTime(seconds);
  }

  private _start(time: SystemTime | undefined, file: string | undefined, fromFlash: boolean): void {
    const options = this._options;
    this._chip = new PoweredChip(
      {
        clock: options.clock ?? realClock,
        flash: this.flash,
        network: options.network ?? new MemoryNetwork(),
        accessPoint: this.accessPoint,
        random: options.random ?? Math.random,
        temperature: options.temperature ?? (() => 42),
        resetCause: this._resetCause,
        ctrlCInterrupts: options.ctrlCInterrupts ?? false,
        serial: options.serial ?? "30aea440-c4ff",
        version: options.version ?? "2v29",
        wifiAnswersFailure: options.wifiAnswersFailure ?? false,
        negatedPins: (options.invertsBootPin ?? true) ? [0] : [],
        hangLimit: options.hangLimit ?? 20_000,
        out: (text) => this._print(text),
        onLevel: (pin, level) => {
          for (const listener of [...this._levelListeners]) listener(pin, level);
        },
        onReboot: (why) => {
          if (options.bootMessages && why === "reboot") this._print(panic);
          this.lastReboot = why;
          this._resetCause = resetCauses.software;
          this._restart(undefined, undefined, true);
        },
        onPowerLoss: () => void this.powerOff(),
      },
      // Only the interpreter restarts: the chip's clock continues.
      (fileName, boot) => this._restart(this._chip?.time, fileName, boot),
      time,
    );
    for (const [pin, level] of this._driven) this._chip.pins.drive(pin, level);
    if (options.bootMessages && !time) this._print(bootLoader(this._resetCause));
    this._chip.boot(file, fromFlash);
  }

  private _print(text: string): void {
    this._lines.push(text);
    for (const listener of [...this._outputListeners]) listener(text);
  }

  private _restart(time: SystemTime | undefined, file: string | undefined, fromFlash: boolean): void {
    this._chip?.end();
    this._start(time, file, fromFlash);
  }
}
