/** The boards that can run the built node: a virtual ESP32, or Espruino's Linux build. */
import { accessSync, constants, statSync } from "node:fs";
import { LinuxEspruino } from "../../../board/linux/index.ts";
import type { Devboard } from "../../../board/shared/index.ts";
import { AccessPoint, RealNetwork, VirtualEsp32 } from "../../../board/virtual/index.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";

/** The engines by their names in `--engine`, and what to call them. */
export const engineNames = { virtual: "virtual ESP32", espruino: "Espruino for Linux" } as const;
export type EngineName = keyof typeof engineNames;

/** A board with the node flashed, still without power. */
export interface FlashedBoard {
  board: Devboard;
  /** Pulls the plug and leaves nothing behind. */
  discard: () => Promise<void>;
}

/**
 * Says early when an engine cannot run.
 * @throws {UserError} when ESPRUINO is not set, or names no program
 */
export function checkEngine(name: EngineName, env: NodeJS.ProcessEnv = process.env): void {
  if (name !== "espruino") return;
  const path = env["ESPRUINO"];
  if (!path) {
    throw new UserError("--engine espruino needs the variable ESPRUINO: the path of Espruino's Linux build", exitCodes.usage);
  }
  try {
    accessSync(path, constants.X_OK);
    if (!statSync(path).isFile()) throw new Error("not a file");
  } catch {
    throw new UserError(`ESPRUINO names ${path}, which is no program; --engine virtual needs none`, exitCodes.usage);
  }
}

/**
 * Flashes a built node onto a new board, configured for the board's own access point and this broker.
 * @param dist the folder that the build made
 */
export function flashedBoard(name: EngineName, dist: string, { node, address }: { node: string; address: BrokerAddress }): FlashedBoard {
  const accessPoint = new AccessPoint();
  accessPoint.time = () => Date.now() / 1000;
  const { host, port, username = "", password = "" } = address;
  const ding = {
    node,
    wifi: { ssid: accessPoint.ssid, password: accessPoint.password },
    mqtt: { host, port, username, password },
  };
  if (name === "espruino") {
    const board = new LinuxEspruino();
    board.install(dist, ding);
    return { board, discard: () => board.discard() };
  }
  const board = new VirtualEsp32({ accessPoint, network: new RealNetwork() });
  board.install(dist, ding);
  return { board, discard: () => board.powerOff() };
}
