/** A program beside the tests, watched line by line and ended with them. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";

type Child = ChildProcessByStdio<null, Readable, Readable>;
const running = new Set<Child>();
process.once("exit", () => killAll());

/** ms for one line; less than a test's own time, so that what was said instead is told. */
const lineTimeout = 40_000;
/** ms after which a signal is repeated. */
const signalInterval = 5000;

export class ChildProgram {
  /** Everything it printed, on either stream. */
  readonly lines: string[] = [];
  private readonly _child: Child;
  private readonly _listeners = new Set<() => void>();
  private _exit: number | null | undefined;

  constructor(path: string, args: readonly string[], { cwd, env }: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
    this._child = spawn(path, args, { stdio: ["ignore", "pipe", "pipe"], cwd, env });
    running.add(this._child);
    for (const stream of [this._child.stdout, this._child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        this.lines.push(line);
        this._changed();
      });
    }
    this._child.once("close", (code) => {
      running.delete(this._child);
      this._exit = code;
      this._changed();
    });
  }

  /** Resolves with the lines that match, once there are `times`; rejects when it ends before, or takes too long. */
  async seen(pattern: RegExp, times = 1): Promise<string[]> {
    const matching = (): string[] => this.lines.filter((line) => pattern.test(line));
    const deadline = Date.now() + lineTimeout;
    const bell = setTimeout(() => this._changed(), lineTimeout + 1);
    await this._until(() => matching().length >= times || this._exit !== undefined || Date.now() > deadline);
    clearTimeout(bell);
    if (matching().length >= times) return matching();
    const why = this._exit === undefined ? "it took too long" : `it ended (${this._exit})`;
    throw new Error(`${why} before ${pattern} came ${times} times; it said:\n${this.lines.join("\n")}`);
  }

  /** Resolves with the exit code. */
  async ended(): Promise<number | null> {
    await this._until(() => this._exit !== undefined);
    return this._exit ?? null;
  }

  signal(signal: NodeJS.Signals): void {
    this._child.kill(signal);
  }

  /**
   * Signals until it has ended: under load mosquitto_sub was seen to outlive its first. One that comes while it is at work it may never
   * get over, since it handles signals with the library's own locks.
   */
  async endBy(signal: NodeJS.Signals): Promise<void> {
    await this._atRest();
    this.signal(signal);
    const again = setInterval(() => this.signal(signal), signalInterval);
    await this.ended();
    clearInterval(again);
  }

  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.ended();
  }

  /** Resolves once it has been seen asleep twice in a row; at once where there is no /proc. */
  private async _atRest(): Promise<void> {
    for (let asleep = 0; asleep < 2 && this._exit === undefined;) {
      await delay(20);
      try {
        const state = /\) (\w)/.exec(readFileSync(`/proc/${this._child.pid}/stat`, "latin1"))?.[1];
        asleep = state === "S" ? asleep + 1 : 0;
      } catch {
        return;
      }
    }
  }

  private _changed(): void {
    for (const listener of [...this._listeners]) listener();
  }

  private _until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!done()) return;
        this._listeners.delete(check);
        resolve();
      };
      this._listeners.add(check);
      check();
    });
  }
}

/** Ends what still runs. For `afterEach`, also of a failed test. */
export function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}
