/** A board with the built node, for a recipe's broker. */
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { AccessPoint } from "../../board/virtual/index.ts";
import type { BrokerAddress } from "../../src/tools/mqtt/broker-address.ts";
import { deviceInfo } from "../../src/tools/simulate/device-info.ts";
import { flashedBoards, nodeConfig } from "../../src/tools/simulate/engine.ts";
import type { EngineName } from "../../src/tools/simulate/engine-names.ts";
import { PressQueue } from "../../src/tools/simulate/press-queue.ts";
import { builtDist } from "../support/dist.ts";
import { device } from "../support/settings.ts";

export const engines: EngineName[] = process.env["ESPRUINO"] ? ["virtual", "espruino"] : ["virtual"];

export interface RunningNode {
  board: ProgrammableBoard;
  /** What its console says. */
  lines: readonly string[];
  /** Presses BOOT once. */
  press: () => Promise<void>;
  /** The level of the LED's pin. */
  led: () => number;
}

/** Flashes a board and switches it on. `settings` go into its ding.json, beside name and broker; `files` into its Storage, as bytes. */
export async function startNode(
  engine: EngineName,
  name: string,
  address: BrokerAddress,
  { mqtt, ...settings }: { mqtt?: object; [key: string]: unknown } = {},
  files: ReadonlyMap<string, string> = new Map(),
): Promise<RunningNode> {
  const info = deviceInfo(device);
  const [flashed] = flashedBoards(engine, await builtDist(), { nodes: [name], address, info });
  if (flashed === undefined) throw new Error("no board");
  const { board } = flashed;
  const config = nodeConfig(name, { accessPoint: new AccessPoint(), address, info });
  board.put("ding.json", JSON.stringify({ ...config, ...settings, mqtt: { ...config.mqtt, ...mqtt } }));
  for (const [file, bytes] of files) board.put(file, bytes);
  const lines: string[] = [];
  board.onLine((line) => lines.push(line));
  const button = new PressQueue(board, info.buttons[0]);
  await board.powerOn();
  return { board, lines, press: () => button.press("single"), led: () => board.level(info.outputs[0].pin) };
}
