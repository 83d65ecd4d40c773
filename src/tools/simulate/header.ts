/** The lines at the start: what runs, where to listen and send, which keys. */
import { safeText } from "../terminal/safe-text.ts";
import { mqttPort, showAddress, type BrokerAddress } from "../mqtt/broker-address.ts";
import type { DeviceInfo } from "./device-info.ts";
import { engineNames, type EngineName } from "./engine-names.ts";
import { keysShown } from "./keyboard.ts";

export interface HeaderFacts {
  engine: EngineName;
  /** The folder that was built. */
  dist: string;
  info: DeviceInfo;
  address: BrokerAddress;
  isEmbedded: boolean;
  nodes: readonly string[];
}

export function headerRows({ engine, dist, info: { base, outputs }, address, isEmbedded, nodes }: HeaderFacts): [string, string][] {
  const where = showAddress(address);
  const more = where === `mqtt://127.0.0.1:${mqttPort}` ? "" : ` --broker ${where}`;
  const [first = "", last = first] = [nodes[0], nodes.at(-1)];
  const named = nodes.length > 1 ? `${first} to ${last}; the keys are ${first}'s` : first;
  const rows: [string, string][] = [
    [nodes.length > 1 ? "boards" : "board", `${engineNames[engine]}, running ${dist}/ as ${named}`],
    ["broker", `${where} (${isEmbedded ? "embedded" : "outside"})`],
    ...(address.tls ? [["TLS", "this program verifies the broker's certificate; the node encrypts, but cannot verify"] satisfies [string, string]] : []),
    ["listen", `npm run listen -- "${base}/#"${more}`],
    ["send", `npm run send -- ${base}/control/led toggle${more}`],
  ];
  const others = outputs.slice(1).map(({ name }) => safeText(`${base}/control/${name}`));
  if (others.length > 0) rows.push(["outputs", others.join(" ")]);
  if (process.stdin.isTTY) rows.push(["keys", keysShown]);
  return rows;
}
