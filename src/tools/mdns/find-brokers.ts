/** Finds the MQTT brokers that make themselves known in this computer's network. */
import { setTimeout as wait } from "node:timers/promises";
import multicastDns from "multicast-dns";
import { serviceName, type FoundBroker } from "./service.ts";

type Answer = multicastDns.ResponseOutgoingPacket["answers"][number];
type Question = multicastDns.QueryOutgoingPacket["questions"][number];

/** The part of multicast-dns that is used here. */
export interface Asker {
  on(event: "response", listener: (packet: { answers: Answer[]; additionals: Answer[] }, from: { address: string }) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  query(questions: Question[]): void;
  destroy(): void;
}

interface Service {
  target: string;
  port: number;
}

const suffix = `.${serviceName}`;
/** Of a name, as the node checks `mqtt.trust`. */
const longestName = 63; // bytes

/**
 * Those that answer within `ms`, by name. A broker without an IPv4 address, or with a name that cannot be written into a configuration, is left out.
 * @throws {Error} when the network cannot be asked
 */
export async function findBrokers(ms = 2000, mdns: Asker = multicastDns()): Promise<FoundBroker[]> {
  const services = new Map<string, Service | undefined>();
  const addresses = new Map<string, string>();
  // Of several the sender's own is kept, as the node does: that one can be reached.
  const noteAddress = (target: string, address: string, sender: string): void => {
    if (address === sender || !addresses.has(target)) addresses.set(target, address);
  };
  const failed = new Promise<never>((_resolve, reject) => mdns.on("error", reject));
  mdns.on("response", ({ answers, additionals }, from) => {
    for (const record of [...answers, ...additionals]) {
      if (record.type === "PTR" && record.name.toLowerCase() === serviceName) services.set(record.data, services.get(record.data));
      if (record.type === "SRV" && record.name.endsWith(suffix)) services.set(record.name, record.data);
      if (record.type === "A") noteAddress(record.name.toLowerCase(), record.data, from.address);
    }
  });
  const ask = async (): Promise<void> => {
    mdns.query([{ name: serviceName, type: "PTR" }]);
    await wait(ms / 2);
    // A responder may leave out what belongs to its answer.
    const missing = [...services].flatMap(([name, service]): Question[] => {
      if (!service) return [{ name, type: "SRV" }];
      return addresses.has(service.target.toLowerCase()) ? [] : [{ name: service.target, type: "A" }];
    });
    mdns.query([{ name: serviceName, type: "PTR" }, ...missing]);
    await wait(ms / 2);
  };
  try {
    await Promise.race([ask(), failed]);
  } finally {
    mdns.destroy();
  }
  return [...services]
    .flatMap(([name, service]) => {
      const host = service && addresses.get(service.target.toLowerCase());
      return host === undefined ? [] : [{ name: name.slice(0, -suffix.length), host, port: service?.port ?? 0 }];
    })
    .filter(({ name }) => name !== "" && !/\p{Cc}/u.test(name) && Buffer.byteLength(name) <= longestName)
    .toSorted((one, other) => one.name.localeCompare(other.name));
}
