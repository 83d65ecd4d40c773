/** A server as a process of ours: it is watched until it is ready, and ended by its process id. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../command-line/user-error.ts";
import { cpuSeconds } from "./cpu-time.ts";

/** ms; three Erlang systems that start at once on a small machine take most of a minute. */
const readyTimeout = 100_000;
/** Lines of its log that are kept for the message when it fails. */
const keptLines = 200;

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const each of running) each.kill("SIGKILL");
});

export interface ServerProgram {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

export class ServerProcess {
  /** The last lines of its log. */
  readonly lines: string[] = [];
  private readonly _process: ChildProcess;
  private _tell: () => void = () => undefined;

  constructor(private readonly _what: ServerProgram) {
    const { program, args, cwd, env } = _what;
    this._process = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    running.add(this._process);
    this._process.once("close", () => {
      running.delete(this._process);
      this._tell();
    });
    this._process.once("error", (error) => this._heard(String(error)));
    for (const stream of [this._process.stdout, this._process.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on("line", (line) => this._heard(line));
    }
  }

  get hasEnded(): boolean {
    return this._process.pid === undefined || this._process.exitCode !== null || this._process.signalCode !== null;
  }

  /** CPU seconds that it has used; 0 once it has ended. */
  cpu(): number {
    const { pid } = this._process;
    return pid === undefined || this.hasEnded ? 0 : cpuSeconds(pid);
  }

  /**
   * Resolves with the first line of its log that matches.
   * @throws {UserError} when it ends before, or takes too long
   */
  async logged(pattern: RegExp): Promise<RegExpExecArray> {
    const deadline = Date.now() + readyTimeout;
    const late = setTimeout(() => this._tell(), readyTimeout + 1);
    try {
      for (;;) {
        for (const line of this.lines) {
          const found = pattern.exec(line);
          if (found !== null) return found;
        }
        if (this.hasEnded) throw this._failure("it ended");
        if (Date.now() > deadline) throw this._failure("it took too long");
        await new Promise<void>((resolve) => (this._tell = resolve));
      }
    } finally {
      clearTimeout(late);
    }
  }

  /**
   * Resolves once it takes connections at this port of the loopback.
   * @throws {UserError} when it ends before, or takes too long
   */
  async listensAt(port: number): Promise<void> {
    const deadline = Date.now() + readyTimeout;
    while (!(await answers(port))) {
      if (this.hasEnded) throw this._failure("it ended");
      if (Date.now() > deadline) throw this._failure("it took too long");
      await wait(20);
    }
  }

  /** Sends the signal, and resolves once it has ended. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this._process, "exit");
    this._process.kill(signal);
    await ended;
  }

  private _heard(line: string): void {
    this.lines.push(line);
    if (this.lines.length > keptLines) this.lines.shift();
    this._tell();
  }

  private _failure(what: string): UserError {
    return new UserError(`${this._what.program} does not start: ${what}; it says:\n${this.lines.join("\n")}`);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const done = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", done(true));
    socket.once("error", done(false));
  });
}
