/** What a program's work costs, however that is measured. */
import type { LinuxEspruino } from "../../../board/linux/index.ts";

export interface Meter {
  /** Cost of `work`, in the gauge's unit. */
  costOf(work: () => Promise<void>): Promise<number>;
  /** Cost of one of `times` runs. */
  costOfEach(times: number, work: (run: number) => Promise<void>): Promise<number>;
}

/** A way to measure, and how much work it wants. */
export interface Gauge {
  readonly unit: string;
  /** ms from the first connection until the program's rare work is done. */
  readonly warmUp: number;
  readonly commands: number;
  readonly presses: number;
  /** Commands of a burst. */
  readonly burst: number;
  /** ms between a press and its release: longer than the interpreter leaves a pin without a look. */
  readonly moment: number;
  /** A board to be measured, still without a program. */
  board(): LinuxEspruino;
  meter(board: LinuxEspruino): Meter;
}
