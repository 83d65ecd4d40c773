/** The real interpreter as a board: Espruino's Linux build in a folder of its own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { ProgrammableBoard } from "../shared/devboard.ts";
import { storageFiles, type Dist } from "../shared/dist-files.ts";
import { ConsoleLines } from "../shared/console-lines.ts";
import { GpioFiles, gpioFolder } from "./gpio-files.ts";
import { InterpreterProcess } from "./interpreter-process.ts";
import { flashWithRegion, marker, regionSize, regionStart, standIns } from "./stand-ins.ts";

/** ms within which a console answers, however busy the machine: a node boots in 0.5 s of CPU time */
const answerTimeout = 30_000;
/** ms after which an evaluation is sent again */
const retryInterval = 5_000;
/** The output of the stand-in for analogWrite */
const pwm = new RegExp(`^${marker}(D\\d+) (.+)$`);
/** Makes the console discard the line typed so far */
const clearLine = "\x1b[2H";

/** The interpreter's flash, in the folder in which it runs. */
const flashFile = "espruino.flash";

/** Bytes of a file that one run of the interpreter writes */
const pieceSize = 8192;

/** Folders of boards that are not discarded yet. */
const folders = new Set<string>();
process.on("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export class LinuxEspruino implements ProgrammableBoard {
  private readonly _folder = mkdtempSync(join(tmpdir(), "espruino-"));
  private readonly _gpio: GpioFiles;
  private readonly _raw = new ConsoleLines();
  private readonly _lineListeners = new Set<(line: string) => void>();
  private readonly _outputListeners = new Set<(bytes: string) => void>();
  private readonly _levelListeners = new Set<(pin: string, level: number) => void>();
  private readonly _driven = new Map<string, number>();
  private readonly _output = new Map<string, number>();
  private readonly _evaluations = new Map<number, (line: string) => void>();
  private readonly _toInstall = new Map<string, string>(standIns);
  private _lastId = 0;
  private _answering: { id: number; lines: string[] } | undefined;
  private _interpreter: InterpreterProcess | undefined;

  /**
   * @param _binary the interpreter; default: $ESPRUINO
   * @param _args command line arguments, such as `--telnet`: a Telnet console on port 2323 (on a chip: 23)
   */
  constructor(
    private readonly _binary: string = process.env["ESPRUINO"] ?? "",
    private readonly _args: readonly string[] = [],
  ) {
    if (!_binary) throw new Error("ESPRUINO names no interpreter");
    const gpio = gpioFolder(_binary);
    if (isAbsolute(gpio)) throw new Error(`${_binary} has its GPIO files in ${gpio}, which boards cannot share: build it with a relative SYSFS_GPIO_DIR`);
    folders.add(this._folder);
    writeFileSync(join(this._folder, flashFile), flashWithRegion()); // the interpreter fills the rest with 0xFF
    this._gpio = new GpioFiles(join(this._folder, gpio));
    this._gpio.reset(); // a button may be held before power-on
    this._raw.on((line) => this._line(line));
  }

  /** Takes effect at the next power-on, like `put`. */
  install(dist: Dist, ding?: unknown): void {
    for (const [name, contents] of storageFiles(dist, ding)) this.put(name, contents);
  }

  put(name: string, contents: string): void {
    if (this._interpreter) throw new Error("pull the plug before flashing");
    this._toInstall.set(name, contents);
  }

  async powerOn(): Promise<void> {
    if (this._interpreter) return;
    this._gpio.reset();
    let adc = "";
    for (const [pin, level] of this._driven)
      if (isAdc(pin)) adc += setAdc(pin, level);
      else this._gpio.drive(numberOf(pin), level);
    if (adc) this.put(".boot2", adc);
    if (this._toInstall.size > 0) await this._flash();
    this._gpio.watch((pin) => this._pinWritten(pin));
    await this._start();
  }

  async powerOff(): Promise<void> {
    const interpreter = this._interpreter;
    this._interpreter = undefined;
    this._gpio.close();
    this._output.clear();
    await interpreter?.kill();
  }

  /** What lies in the flash beside Storage. */
  region(): Buffer {
    const flash = readFileSync(join(this._folder, flashFile));
    return flash.subarray(regionStart, regionStart + regionSize);
  }

  async discard(): Promise<void> {
    await this.powerOff();
    rmSync(this._folder, { recursive: true, force: true });
    folders.delete(this._folder);
  }

  drive(pin: string, level: number): void {
    this._driven.set(pin, level);
    if (isAdc(pin)) this.type(`\x10${setAdc(pin, level)}`);
    else this._gpio.drive(numberOf(pin), level);
  }

  level(pin: string): number {
    if (!this._interpreter) return 0;
    return this._output.get(pin) ?? this._gpio.output(numberOf(pin)) ?? this._driven.get(pin) ?? this._gpio.value(numberOf(pin));
  }

  cutWifi(): void {
    this.type('\x10require("Wifi").air(0)\n');
  }

  restoreWifi(): void {
    this.type('\x10require("Wifi").air(1)\n');
  }

  type(text: string): void {
    this._interpreter?.write(text);
  }

  onLine(listener: (line: string) => void): () => void {
    this._lineListeners.add(listener);
    return () => this._lineListeners.delete(listener);
  }

  onOutput(listener: (bytes: string) => void): () => void {
    this._outputListeners.add(listener);
    return () => this._outputListeners.delete(listener);
  }

  onLevel(listener: (pin: string, level: number) => void): () => void {
    this._levelListeners.add(listener);
    return () => this._levelListeners.delete(listener);
  }

  eval(expression: string): Promise<string> {
    const id = ++this._lastId;
    // One line, so that the program's own output cannot come in between.
    const line = `\x10print("\\x1e#${id}");try{print(${expression})}catch(e){print("\\x1e!"+e)}print("\\x1e.")\n`;
    return new Promise<string>((resolve, reject) => {
      const settle = (act: () => void) => {
        clearInterval(again);
        clearTimeout(late);
        this._evaluations.delete(id);
        act();
      };
      // The Linux build loses a character now and then: its reader thread shares the queue without a lock.
      const again = setInterval(() => this.type(clearLine + line), retryInterval);
      const late = setTimeout(() => settle(() => reject(new Error(`the console does not answer: ${expression}`))), answerTimeout);
      this._evaluations.set(id, (text) => settle(() => (text.startsWith(`${marker}!`) ? reject(new Error(text.slice(2))) : resolve(text))));
      this.type(line);
    });
  }

  private async _start(): Promise<void> {
    const interpreter: InterpreterProcess = new InterpreterProcess(
      this._binary,
      this._args,
      this._folder,
      (text) => {
        this._raw.push(text);
        for (const listener of [...this._outputListeners]) listener(text);
      },
      // The Linux build exits where a chip restarts.
      () => this._interpreter === interpreter && void this._restart(),
    );
    this._interpreter = interpreter;
    await this.eval("0");
  }

  private async _restart(): Promise<void> {
    this._output.clear();
    await this._start().catch((error: unknown) => this._print(String(error)));
  }

  /**
   * Writes the installed files into Storage, in pieces and separate runs, since a program holds its data in RAM.
   * Boot files come last, because every run starts with them, and they may change Storage.
   */
  private async _flash(): Promise<void> {
    const isBootFile = ([name]: [string, string]): boolean => /^\.boot\d$/.test(name);
    const files = [...this._toInstall];
    const ordered = [...files.filter((file) => !isBootFile(file)), ...files.filter(isBootFile).toSorted(([a], [b]) => a.localeCompare(b))];
    for (const [name, contents] of ordered) {
      for (let at = 0; at < contents.length; at += pieceSize) {
        const piece = contents.slice(at, at + pieceSize);
        await this._runToEnd(`require("Storage").write(${literal(name)},${literal(piece)},${at},${contents.length})`);
      }
    }
    this._toInstall.clear();
  }

  /** Runs a program until the interpreter exits. Rejects if it does not reach its end. */
  private async _runToEnd(program: string): Promise<void> {
    const script = join(this._folder, "flash.js");
    writeFileSync(script, `${program};print("\\x1eend")`, "latin1");
    let out = "";
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => void run.kill().then(() => reject(new Error(`flashing timed out: ${out}`))), answerTimeout);
      const run: InterpreterProcess = new InterpreterProcess(
        this._binary,
        [script],
        this._folder,
        (text) => (out += text),
        () => {
          clearTimeout(late);
          if (out.includes(`${marker}end`)) resolve();
          else reject(new Error(`flashing failed: ${out}`));
        },
      );
    });
  }

  private _line(line: string): void {
    const [, pin, duty] = pwm.exec(line) ?? [];
    if (pin !== undefined) this._levelIs(pin, Number(duty));
    else if (line.startsWith(`${marker}#`)) this._answering = { id: Number(line.slice(2)), lines: [] };
    else if (line === `${marker}.`) {
      const { id, lines } = this._answering ?? { id: 0, lines: [] };
      this._answering = undefined;
      this._evaluations.get(id)?.(lines.join("\n"));
    } else if (this._answering) this._answering.lines.push(line);
    else this._print(line);
  }

  private _print(line: string): void {
    for (const listener of [...this._lineListeners]) listener(line);
  }

  private _pinWritten(pin: number): void {
    const level = this._gpio.output(pin);
    if (level !== undefined) this._levelIs(`D${pin}`, level);
  }

  private _levelIs(pin: string, level: number): void {
    if (this._output.get(pin) === level) return;
    this._output.set(pin, level);
    for (const listener of [...this._levelListeners]) listener(pin, level);
  }
}

function numberOf(pin: string): number {
  return Number(pin.slice(1));
}

/** Code that stores an ADC value for the stand-in of analogRead. */
function setAdc(pin: string, level: number): string {
  return `analogRead.v${pin}=${level}\n`;
}

function isAdc(pin: string): boolean {
  return numberOf(pin) >= 32;
}

/** Bytes as a string literal that the interpreter reads back unchanged. */
function literal(bytes: string): string {
  return `"${bytes.replace(/[^ !#-[\]-~]/g, (character) => `\\x${(character.charCodeAt(0) & 255).toString(16).padStart(2, "0")}`)}"`;
}
