/**
 * How many instructions the processor executes for a program's JavaScript, counted by Valgrind's callgrind. The same work gives
 * the same number, whatever else the machine does. What runs outside of callbacks (sockets, timers, the idle loop itself) is not
 * counted.
 */
import { execFile, execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { gpioFolder, LinuxEspruino } from "../../../board/linux/index.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import type { Gauge, Meter } from "./meter.ts";

/** The interpreter's one way into JavaScript. */
const entry = "jsiExecuteEventCallback";
const calmTime = 60_000; // ms in which the work of each second is counted, and of each minute
const settleTime = 500; // ms for receipts that are still on their way

/**
 * @param interpreter the one that ESPRUINO names
 * @throws {UserError} Valgrind is not installed
 */
export function instructionGauge(interpreter: string): Gauge {
  try {
    execFileSync("valgrind", ["--version"], { stdio: "ignore" });
  } catch {
    throw new UserError("--instructions needs Valgrind: apt-get install valgrind", exitCodes.usage);
  }
  const folder = mkdtempSync(path.join(tmpdir(), "callgrind-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const command = path.join(folder, "espruino");
  const counting = `--tool=callgrind --fair-sched=yes --callgrind-out-file=${folder}/out.%p --toggle-collect=${entry}`;
  // The second line tells the board where this interpreter's pins are, as the interpreter itself would.
  writeFileSync(command, `#!/bin/sh\n# ${gpioFolder(interpreter)}/unexport\0\nexec valgrind ${counting} '${interpreter}' "$@"\n`, "latin1");
  chmodSync(command, 0o700);
  return {
    unit: "million instructions",
    warmUp: 70_000, // after a minute the boot guard and the trials have their say
    commands: 100,
    presses: 100,
    // An interpreter this slow would take longer for 2000 than the broker waits for a sign of life.
    burst: 400,
    moment: 100,
    board: () => new LinuxEspruino(command),
    meter: () => new InstructionMeter(folder),
  };
}

class InstructionMeter implements Meter {
  /** Of the work of each second, in a ms. */
  private _calmRate: number | undefined;

  constructor(private readonly _folder: string) {}

  async costOf(work: () => Promise<void>): Promise<number> {
    const calmRate = (this._calmRate ??= await this._rateOf(() => delay(calmTime)));
    const { count, ms } = await this._countOf(work);
    return (count - calmRate * ms) / 1e6;
  }

  async costOfEach(times: number, work: (run: number) => Promise<void>): Promise<number> {
    const cost = await this.costOf(async () => {
      for (let run = 0; run < times; run++) await work(run);
    });
    return cost / times;
  }

  private async _rateOf(work: () => Promise<void>): Promise<number> {
    const { count, ms } = await this._countOf(work);
    return count / ms;
  }

  private async _countOf(work: () => Promise<void>): Promise<{ count: number; ms: number }> {
    await this._take();
    const start = Date.now();
    await work();
    await delay(settleTime);
    const ms = Date.now() - start;
    return { count: await this._take(), ms };
  }

  /** Instructions since the last call. */
  private async _take(): Promise<number> {
    await promisify(execFile)("callgrind_control", ["--dump"]);
    let count = 0;
    for (const name of readdirSync(this._folder).filter((one) => one.startsWith("out."))) {
      const file = path.join(this._folder, name);
      count += Number(/^summary: (\d+)$/m.exec(readFileSync(file, "latin1"))?.[1] ?? 0);
      rmSync(file);
    }
    return count;
  }
}
