/** A serial port of this computer with a board behind it: a pseudo-terminal, made by Python, for Node has none. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** What a port is joined to. */
export interface Device {
  type(text: string): void;
  onOutput(listener: (bytes: string) => void): () => void;
}

/** Python 3, which the tests of a real port need; undefined where there is none. */
export const python = ["python3", "python"].find((name) => spawnSync(name, ["-c", "import pty"]).status === 0);

export interface PtyPort {
  path: string;
  /** Pulls the cable: the port is gone. */
  vanish: () => void;
}

/** Ends with the test. */
export async function ptyPort(device: Device): Promise<PtyPort> {
  if (!python) throw new Error("no Python");
  const bridge = spawn(python, [join(import.meta.dirname, "pty-bridge.py")], { stdio: ["pipe", "pipe", "ignore"] });
  onTestFinished(() => void bridge.kill("SIGKILL"));
  const [first] = (await once(bridge.stdout, "data")) as [Buffer];
  bridge.stdin.on("error", () => undefined); // the cable was pulled while the board was talking
  device.onOutput((bytes) => bridge.stdin.write(Buffer.from(bytes, "latin1")));
  bridge.stdout.on("data", (bytes: Buffer) => device.type(bytes.toString("latin1")));
  return { path: first.toString().trim(), vanish: () => void bridge.kill("SIGKILL") };
}
