/** What the build reads from the project: the compiled-in configuration, the budget, the version. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { asBoard, onBoard, pinFaults } from "./board.ts";
import { BuildError } from "./bundle.ts";
import { deviceFaults, settingsFaults } from "./device.ts";

export interface Settings {
  /** The `device` key of flash.config.json: the node's defaults. */
  readonly device: Readonly<Record<string, unknown>>;
  /** Bytes that all files together may have. */
  readonly budget: number;
  /** The version in package.json. */
  readonly version: string;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function readObject(root: string, file: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(path.join(root, file), "utf8");
  } catch {
    throw new BuildError([`${file}: no such file`]);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    throw new BuildError([`${file}: ${error instanceof Error ? error.message : String(error)}`]);
  }
  throw new BuildError([`${file}: must hold an object`]);
}

/** `device`, completed and checked by the board of that name; as it is where none is named. */
async function forBoard(root: string, file: string, device: Record<string, unknown>, name: unknown): Promise<Settings["device"]> {
  if (name === undefined) return device;
  if (typeof name !== "string" || !/^[\w-]+$/.test(name)) {
    throw new BuildError([`${file}: board must be the name of a file in board/pins, got ${JSON.stringify(name)}`]);
  }
  const pins = `board/pins/${name}.json`;
  const board = asBoard(await readObject(root, pins));
  if (!board) throw new BuildError([`${pins}: must have name, button, led, output, inputOnly and analog`]);
  const complete = onBoard(device, board);
  const faults = pinFaults(complete, board);
  if (faults.length > 0) throw new BuildError(faults.map((fault) => `${file}: ${fault}`));
  return complete;
}

/** Throws a BuildError that names every key that is wrong. */
export async function readSettings(root: string): Promise<Settings> {
  const file = "flash.config.json";
  const settings = await readObject(root, file);
  const { device, budget, board } = settings;
  const { version } = await readObject(root, "package.json");
  if (!isObject(device)) throw new BuildError([`${file}: device must be an object`]);
  const complete = await forBoard(root, file, device, board);
  const faults = [...settingsFaults(settings), ...deviceFaults(complete)];
  const total = isObject(budget) ? budget["total"] : undefined;
  if (faults.length > 0 || typeof total !== "number") throw new BuildError(faults.map((fault) => `${file}: ${fault}`));
  if (typeof version !== "string") throw new BuildError(["package.json: version must be a string"]);
  return { device: complete, budget: total, version };
}
