/** Mosquitto on a free port of the loopback, open to every program of this machine, in a temporary folder of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { UserError } from "../command-line/user-error.ts";
import { cpuSeconds } from "./cpu-time.ts";
import { findProgram } from "./find-program.ts";
import { freePort } from "./free-port.ts";
import type { RestartableBroker } from "./restartable-broker.ts";

const configurationFile = "mosquitto.conf";
const startAttempts = 5;

/**
 * Starts one.
 * @throws {UserError} when Mosquitto is not installed, or does not start
 */
export async function startMosquitto(): Promise<RestartableBroker> {
  const program = findProgram("mosquitto");
  if (program === undefined) throw new UserError("Mosquitto is not installed (Debian: apt-get install mosquitto)");
  const folder = mkdtempSync(path.join(tmpdir(), "mosquitto-"));
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    writeFileSync(path.join(folder, configurationFile), configuration(folder, port));
    try {
      return new Mosquitto(program, folder, port, await run(program, folder));
    } catch (error) {
      // Between our looking and its opening somebody else may take the port.
      if (attempt < startAttempts) continue;
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }
}

class Mosquitto implements RestartableBroker {
  readonly name = "Mosquitto";
  readonly version: string;
  private _process: ChildProcess;
  /** CPU seconds of its processes that have ended. */
  private _earlierCpu = 0;
  private readonly _endWithUs = (): void => {
    this._process.kill("SIGKILL");
    rmSync(this._folder, { recursive: true, force: true });
  };

  constructor(
    private readonly _program: string,
    private readonly _folder: string,
    readonly port: number,
    started: Started,
  ) {
    this.version = started.version;
    this._process = started.process;
    process.once("exit", this._endWithUs);
  }

  cpu(): number {
    const { pid, exitCode, signalCode } = this._process;
    const hasEnded = pid === undefined || exitCode !== null || signalCode !== null;
    return this._earlierCpu + (hasEnded ? 0 : cpuSeconds(pid));
  }

  async shutDown(): Promise<void> {
    this._earlierCpu = this.cpu();
    await end(this._process, "SIGTERM");
  }

  async startAgain(): Promise<void> {
    this._process = (await run(this._program, this._folder)).process;
  }

  async stop(): Promise<void> {
    process.removeListener("exit", this._endWithUs);
    await end(this._process, "SIGKILL");
    rmSync(this._folder, { recursive: true, force: true });
  }
}

interface Started {
  process: ChildProcess;
  version: string;
}

/** Runs it; resolves once it listens. */
async function run(program: string, folder: string): Promise<Started> {
  const child = spawn(program, ["-c", configurationFile], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const failed = once(child, "error").then(([error]: unknown[]) => new UserError(`${program} cannot be run: ${String(error)}`));
  const lines: string[] = [];
  const version = new Promise<string | undefined>((resolve) => {
    createInterface({ input: child.stderr })
      .on("line", (line) => {
        lines.push(line);
        const found = /mosquitto version (\S+) running/.exec(line)?.[1];
        if (found !== undefined) resolve(found);
      })
      .on("close", () => resolve(undefined));
  });
  const answer = await Promise.race([version, failed]);
  if (answer instanceof UserError) throw answer;
  if (answer === undefined) throw new UserError(`Mosquitto does not start; it says: ${lines.join("; ")}`);
  return { process: child, version: answer };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

/** It keeps whatever an absent subscriber must still get, and logs no single connection: that would cost it CPU. */
function configuration(folder: string, port: number): string {
  return [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous true",
    "persistence true",
    `persistence_location ${folder}/`,
    "max_queued_messages 0",
    "log_dest stderr",
    "log_type error",
    "log_type warning",
    "log_type information",
    // Started by root it would become a user who cannot read this folder; otherwise this line does nothing.
    "user root",
    "",
  ].join("\n");
}
