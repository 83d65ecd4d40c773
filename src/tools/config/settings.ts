/** flash.config.json: the defaults of the node, its board, and the budget; checked whole. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { configRules } from "../../firmware/config-rules.ts";
import type { Config } from "../../firmware/config.ts";
import { isObject, merge, type Fault, type JsonObject, type Rules } from "../../firmware/validate.ts";
import { asBoardFile, completedBy, type BoardFile } from "./board-file.ts";
import { basisOf, checkConfig, configBytes } from "./check-config.ts";
import { JsonError, parseJsonFile } from "./json-file.ts";
import type { Settings } from "./settings-shape.ts";

export const settingsFile = "flash.config.json";

/** What is wrong with the settings, a line each: `file: what`. */
export class SettingsError extends Error {
  override name = "SettingsError";

  constructor(readonly lines: readonly string[]) {
    super(lines.join("\n"));
  }
}

async function readObject(root: string, file: string): Promise<JsonObject> {
  const bytes = await readFile(path.join(root, file)).catch(() => {
    throw new SettingsError([`${file}: no such file`]);
  });
  try {
    return parseJsonFile(bytes);
  } catch (error) {
    throw error instanceof JsonError ? new SettingsError([`${file}: ${error.message}`]) : error;
  }
}

async function readBoard(root: string, name: unknown): Promise<BoardFile> {
  if (typeof name !== "string" || !/^[\w-]+$/.test(name)) {
    throw new SettingsError([`${settingsFile}: board must be the name of a file in board/pins, got ${JSON.stringify(name)}`]);
  }
  const file = `board/pins/${name}.json`;
  const board = asBoardFile(await readObject(root, file));
  if (!board) throw new SettingsError([`${file}: must have name, button, led and pins`]);
  return board;
}

/** The keys of `rules` that `given` has not got: what is compiled in must be whole. */
function missing(given: JsonObject, rules: Rules, at: string): string[] {
  return Object.entries(rules).flatMap(([key, rule]) => {
    const value = given[key];
    if (value === undefined) return [`${at}${key} is missing`];
    return rule.keys && isObject(value) ? missing(value, rule.keys, `${at}${key}.`) : [];
  });
}

/** What is wrong with `device`, a line each. */
function deviceFaults(device: JsonObject, board: BoardFile): string[] {
  const faults = missing(device, configRules(), "");
  if (faults.length > 0) return faults.map((fault) => `device.${fault}`);
  // Held against the board's own pins, which are good and of which no two are the same.
  const part = (key: string): JsonObject => (isObject(device[key]) ? device[key] : {});
  const own = { ...device, button: { ...part("button"), ...board.button }, led: { ...part("led"), ...board.led }, status: { pin: "", activeLow: false } };
  return checkConfig(configBytes(device), basisOf(own, board)).faults.map((fault) => fault.replace(/^(unknown key )?/, "$1device."));
}

const settingsRules: Rules = {
  $schema: { type: "text", max: 1000 },
  board: { type: "text", max: 100 },
  device: { type: "object" },
  interpreter: { type: "object" },
  budget: { type: "object", keys: { total: { type: "number", min: 1, max: 16_777_216 } } },
};

function fileFaults(settings: JsonObject): string[] {
  const found: Fault[] = [];
  merge({ budget: {} }, settingsRules, settings, "", found);
  const faults = found.map(({ what }) => what);
  const { budget } = settings;
  if (budget === undefined) faults.push("budget is missing");
  else if (isObject(budget) && budget["total"] === undefined) faults.push("budget.total is missing");
  return faults;
}

/**
 * The settings of the project at `root`.
 * @throws {SettingsError} that names every key that is wrong
 */
export async function readSettings(root: string): Promise<Settings> {
  const settings = await readObject(root, settingsFile);
  const { version } = await readObject(root, "package.json");
  if (!isObject(settings["device"])) throw new SettingsError([`${settingsFile}: device must be an object`]);
  const board = await readBoard(root, settings["board"] ?? "esp32-devkit");
  const device = completedBy(board, settings["device"]);
  const faults = [...fileFaults(settings), ...deviceFaults(device, board)];
  if (faults.length > 0) throw new SettingsError(faults.map((fault) => `${settingsFile}: ${fault}`));
  if (typeof version !== "string") throw new SettingsError(["package.json: version must be a string"]);
  const { total } = settings["budget"] as { total: number };
  return { device: device as unknown as Config, board, budget: total, version, interpreter: settings["interpreter"] };
}

/** The defaults that are compiled in, and the pins without what is for people: JSON in bytes, as the chip has them. */
export function compiledIn({ device, board }: Settings): { DEFAULTS: string; PINS: string } {
  const pins = Object.fromEntries(Object.entries(board.pins).map(([name, { can, reserved, cannot }]) => [name, { can, reserved, cannot }]));
  return { DEFAULTS: configBytes(device), PINS: configBytes(pins) };
}
