/**
 * How much CPU a program takes from the interpreter's idle loop. A socket that is open keeps that loop busy, so the
 * process's CPU time says nothing; but what is left of it can be counted: by a timer that is always due again.
 */
import { setTimeout as delay } from "node:timers/promises";
import { median } from "./median.ts";
import { LinuxEspruino } from "../../../board/linux/index.ts";
import type { Gauge, Meter } from "./meter.ts";

/** For Storage's `.boot3`: counts turns of the idle loop. Begins when the program has started. */
const spinner = "var spins=0;function spin(){for(var i=0;i<40;i++);spins++;setTimeout(spin,.01)}setTimeout(spin,1500);";

const calmTime = 1500; // ms in which the idle rate is read
const shortCalmTime = 400; // ms, likewise, between slices
const slices = 20;

export const idleGauge: Gauge = {
  unit: "ms CPU",
  warmUp: 2000,
  commands: 1200,
  presses: 200,
  burst: 2000,
  moment: 40,
  board: () => {
    const board = new LinuxEspruino();
    board.put(".boot3", spinner);
    return board;
  },
  meter: (board) => new IdleMeter(board),
};

class IdleMeter implements Meter {
  constructor(private readonly _board: LinuxEspruino) {}

  /** What the idle loop lost, by its rate just before and just after. */
  async costOf(work: () => Promise<void>): Promise<number> {
    const before = await this._idleRate(calmTime);
    const start = await this._read();
    await work();
    await delay(200); // receipts that are still on their way
    const end = await this._read();
    const rate = (before + (await this._idleRate(calmTime))) / 2;
    return 1000 * (end.at - start.at - (end.spins - start.spins) / rate);
  }

  /**
   * The median over slices of the `times` runs, each held against the idle time right beside it. So a host that is busy for a
   * while spoils a few slices only.
   */
  async costOfEach(times: number, work: (run: number) => Promise<void>): Promise<number> {
    const size = Math.ceil(times / slices);
    const costs: number[] = [];
    let before = await this._idleRate(shortCalmTime);
    for (let from = 0; from < times; from += size) {
      const start = await this._read();
      for (let run = from; run < from + size; run++) await work(run);
      await delay(50); // receipts that are still on their way
      const end = await this._read();
      const after = await this._idleRate(shortCalmTime);
      costs.push((1000 * (end.at - start.at - (end.spins - start.spins) / ((before + after) / 2))) / size);
      before = after;
    }
    return median(costs);
  }

  /** Spins in a second of a program that has nothing to do. */
  private async _idleRate(ms: number): Promise<number> {
    const start = await this._read();
    await delay(ms);
    const end = await this._read();
    return (end.spins - start.spins) / (end.at - start.at);
  }

  private async _read(): Promise<{ at: number; spins: number }> {
    const [at = NaN, spins = NaN] = (await this._board.eval("getTime()+' '+spins")).split(" ").map(Number);
    return { at, spins };
  }
}
