/** The interpreter's GPIO pins: files in a folder, as in Linux's sysfs, which the interpreter polls. */
import { mkdirSync, readFileSync, watch, writeFileSync, type FSWatcher } from "node:fs";
import { join } from "node:path";

const pinCount = 40;
/** What an unconnected pin reads: high like a button's, except for the LED's pin and those without a pull-up. */
const idleLevel = (pin: number): string => (pin === 2 || pin >= 34 ? "0" : "1");

/** The folder in which a build of the interpreter looks for its pins: it stands before "/unexport" in the binary. */
export function gpioFolder(interpreter: string): string {
  const found = /([\x21-\x7e]+)\/unexport\0/.exec(readFileSync(interpreter, "latin1"));
  if (!found?.[1]) throw new Error(`${interpreter} has no GPIO files: build it with SYSFS_GPIO_DIR`);
  return found[1];
}

export class GpioFiles {
  private readonly _watchers: FSWatcher[] = [];

  constructor(private readonly _folder: string) {}

  /** Creates all pins, as at power-on: the interpreter expects the files to exist. */
  reset(): void {
    mkdirSync(this._folder, { recursive: true });
    for (const file of ["export", "unexport"]) writeFileSync(join(this._folder, file), "");
    for (let pin = 0; pin < pinCount; pin++) {
      mkdirSync(this._pin(pin), { recursive: true });
      writeFileSync(join(this._pin(pin), "direction"), "in");
      this.drive(pin, Number(idleLevel(pin)));
    }
  }

  drive(pin: number, level: number): void {
    writeFileSync(join(this._pin(pin), "value"), level >= 0.5 ? "1" : "0");
  }

  /** The level of a pin that the program drives; undefined if it is an input. */
  output(pin: number): number | undefined {
    // The interpreter does not truncate the file: "in" over "out" leaves "int".
    if (!readFileSync(join(this._pin(pin), "direction"), "latin1").startsWith("out")) return undefined;
    return this.value(pin);
  }

  value(pin: number): number {
    return readFileSync(join(this._pin(pin), "value"), "latin1").startsWith("1") ? 1 : 0;
  }

  /** Calls back whenever the program may have written a pin. */
  watch(changed: (pin: number) => void): void {
    for (let pin = 0; pin < pinCount; pin++)
      this._watchers.push(watch(this._pin(pin), { persistent: false }, (_event, file) => file === "value" && changed(pin)));
  }

  close(): void {
    for (const watcher of this._watchers.splice(0)) watcher.close();
  }

  private _pin(pin: number): string {
    return join(this._folder, `gpio${pin}`);
  }
}
