/** The boards that can run the built node: a virtual ESP32, or Espruino's Linux build. */
import { LinuxEspruino } from "../../../board/linux/index.ts";
import type { Devboard } from "../../../board/shared/index.ts";
import { AccessPoint, RealNetwork, VirtualEsp32 } from "../../../board/virtual/index.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import type { DeviceInfo } from "./device-info.ts";
import type { EngineName } from "./engine-names.ts";

/** A board with the node flashed, still without power. */
export interface FlashedBoard {
  board: Devboard;
  /** Pulls the plug and leaves nothing behind. */
  discard: () => Promise<void>;
}

/**
 * Flashes a built node onto a new board, configured for the board's own access point and sensor, and this broker.
 * @param dist the folder that the build made
 */
export function flashedBoard(
  name: EngineName,
  dist: string,
  { node, address, info }: { node: string; address: BrokerAddress; info: DeviceInfo },
): FlashedBoard {
  const accessPoint = new AccessPoint();
  accessPoint.time = () => Date.now() / 1000;
  const { host, port, username = "", password = "", tls = false } = address;
  const ding = {
    node,
    wifi: { ssid: accessPoint.ssid, password: accessPoint.password },
    mqtt: { host, port, username, password, tls },
    button: { events: info.events },
    sensors: info.sensors,
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
