/** The boards that can run the built node: a virtual ESP32, or Espruino's Linux build. */
import { LinuxEspruino } from "../../../board/linux/index.ts";
import type { ProgrammableBoard } from "../../../board/shared/index.ts";
import { AccessPoint, RealNetwork, ShapedNetwork, VirtualEsp32 } from "../../../board/virtual/index.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import type { DeviceInfo } from "./device-info.ts";
import type { EngineName } from "./engine-names.ts";

/** A board with the node flashed, still without power. */
export interface FlashedBoard {
  node: string;
  board: ProgrammableBoard;
  /** What its connections go through; only the virtual board's can be shaped. */
  link?: ShapedNetwork;
}

/** ms; meanwhile nothing else runs in the simulator, page and keys included. */
const hangLimit = 5000;

/** Names for so many nodes. */
export function nodeNames(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? first : `${first}-${index + 1}`));
}

/** Flashes a built node onto new boards; the names say how many. @param dist the folder that the build made */
export function flashedBoards(
  name: EngineName,
  dist: string,
  { nodes, address, info }: { nodes: readonly string[]; address: BrokerAddress; info: DeviceInfo },
): FlashedBoard[] {
  // Shared, because it runs a thread.
  const network = new RealNetwork();
  return nodes.map((node, index) => {
    const accessPoint = new AccessPoint();
    accessPoint.time = () => Date.now() / 1000;
    const ding = nodeConfig(node, { accessPoint, address, info });
    if (name === "espruino") {
      const board = new LinuxEspruino();
      board.install(dist, ding);
      return { node, board };
    }
    const link = new ShapedNetwork(network);
    const board = new VirtualEsp32({ accessPoint, network: link, serial: serialNumber(index), hangLimit });
    board.install(dist, ding);
    return { node, board, link };
  });
}

/** The node's ding.json: the board's own access point and parts, and this broker. */
export function nodeConfig(
  node: string,
  { accessPoint, address, info }: { accessPoint: AccessPoint; address: BrokerAddress; info: DeviceInfo },
): { mqtt: object; [key: string]: unknown } {
  const { host, port, username = "", password = "", tls = false } = address;
  const [button, ...buttons] = info.buttons;
  const [, ...outputs] = info.outputs;
  return {
    node,
    wifi: { ssid: accessPoint.ssid, password: accessPoint.password },
    mqtt: { host, port, username, password, tls },
    button: { events: button.events },
    buttons,
    outputs,
    sensors: info.sensors,
  };
}

/** A different MAC address for each board, in Espruino's format. */
export function serialNumber(index: number): string {
  return `30aea440-${(0xc4ff + index).toString(16)}`;
}
