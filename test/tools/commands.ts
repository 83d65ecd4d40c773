/** Runs the project's commands as a user does: as processes, watched line by line; or in here, for a mistake. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Command } from "commander";
import { describeFailure } from "../../src/tools/command-line/run-command.ts";
import { npmScript } from "../support/npm-script.ts";

export interface Finished {
  code: number | null;
  stdout: string[];
  stderr: string[];
}

export interface RunningCommand {
  /** Resolves with the first line of either stream, past or future, that matches; rejects if it ends before. */
  line(pattern: RegExp): Promise<string>;
  /** Sends a signal. */
  kill(signal: NodeJS.Signals): void;
  finished: Promise<Finished>;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;
const running = new Set<Child>();

/** Starts the npm script `name`; the environment is this one without MQTT_ settings, plus `env`. */
export function start(name: string, args: readonly string[], env: Record<string, string> = {}): RunningCommand {
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith("MQTT_"));
  const [node, ...command] = npmScript(name);
  const child: Child = spawn(node, [...command, ...args], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  running.add(child);
  const stdout: string[] = [];
  const stderr: string[] = [];
  const waiting = new Set<{ pattern: RegExp; resolve: (line: string) => void; reject: (why: Error) => void }>();
  const take = (into: string[]) => (line: string) => {
    into.push(line);
    for (const waiter of waiting) {
      if (!waiter.pattern.test(line)) continue;
      waiting.delete(waiter);
      waiter.resolve(line);
    }
  };
  createInterface({ input: child.stdout }).on("line", take(stdout));
  createInterface({ input: child.stderr }).on("line", take(stderr));
  const finished = new Promise<Finished>((resolve) => {
    child.once("close", (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
      const said = [...stdout, ...stderr].join("\n");
      for (const { pattern, reject } of waiting) {
        reject(new Error(`${name} ended (${code}) without a line like ${pattern}; it said:\n${said}`));
      }
    });
  });
  return {
    line: (pattern) => {
      const seen = [...stdout, ...stderr].find((line) => pattern.test(line));
      if (seen !== undefined) return Promise.resolve(seen);
      return new Promise((resolve, reject) => waiting.add({ pattern, resolve, reject }));
    },
    kill: (signal) => child.kill(signal),
    finished,
  };
}

/** Runs a command to its end. */
export function run(name: string, args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  return start(name, args, env).finished;
}

/** The line and the exit code that a command ends with when its arguments are wrong; without a process, to be quick. */
export async function mistake(command: Command, args: readonly string[]): Promise<{ line: string; exitCode: number }> {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  try {
    await command.parseAsync(args, { from: "user" });
  } catch (error) {
    return describeFailure(error, command.name());
  }
  throw new Error(`${command.name()} ${args.join(" ")} was taken for right`);
}

/** Ends what a failed test left running. For `afterEach`. */
export function endAll(): void {
  for (const child of running) child.kill("SIGKILL");
}
