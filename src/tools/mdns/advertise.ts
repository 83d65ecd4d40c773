/** Makes a broker of this computer known by multicast DNS (RFC 6762), as a service of DNS-SD (RFC 6763). */
import multicastDns from "multicast-dns";
import { mdnsPort, serviceName, type FoundBroker } from "./service.ts";

type Answer = multicastDns.ResponseOutgoingPacket["answers"][number];
type Question = multicastDns.QueryOutgoingPacket["questions"][number];

/** The part of multicast-dns that is used here. */
export interface Responder {
  on(event: "query", listener: (query: { id?: number; questions: Question[] }, from: { address: string; port: number }) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "ready", listener: () => void): unknown;
  respond(response: object, to?: { address: string; port: number }): void;
  destroy(callback?: () => void): void;
}

/** s: what RFC 6762 recommends for records with a host's name; and what an answer to a single querier may have at most. */
const ttl = 120;
const ttlForOne = 10;

export interface Advertised extends Pick<FoundBroker, "name" | "port"> {
  /** This computer's name for it, without `.local`: no other computer in the network may have the same. */
  readonly host: string;
  /** This computer's IPv4 addresses to give to the computer that asks; without an argument, those to multicast. */
  readonly addressesFor: (asker?: string) => readonly string[];
  /** Called if it cannot be made known. */
  readonly onError: (error: Error) => void;
}

/** Answers until the function returned is called, which takes the broker back. */
export function advertise({ name, host, port, addressesFor, onError }: Advertised, mdns: Responder = multicastDns()): () => Promise<void> {
  const instance = `${name}.${serviceName}`;
  const target = `${host}.local`;
  const records = (seconds: number, flush: boolean, asker?: string): Answer[] => [
    { name: serviceName, type: "PTR", ttl: seconds, data: instance },
    { name: instance, type: "SRV", ttl: seconds, flush, data: { priority: 0, weight: 0, port, target } },
    { name: instance, type: "TXT", ttl: seconds, flush, data: "" },
    ...addressesFor(asker).map((data): Answer => ({ name: target, type: "A", ttl: seconds, flush, data })),
  ];
  mdns.on("error", onError);
  mdns.on("ready", () => mdns.respond({ answers: records(ttl, true) }));
  mdns.on("query", ({ id = 0, questions }, from) => {
    const isMine = ({ name: asked, type }: { name: string; type: string }): boolean =>
      records(ttl, false).some((record) => record.name.toLowerCase() === asked.toLowerCase() && (type === "ANY" || record.type === type));
    if (!questions.some(isMine)) return;
    // To a querier at another port: its identifier and question, short lives, no cache-flush bit, and the address in its own network.
    if (from.port === mdnsPort) mdns.respond({ answers: records(ttl, true) });
    else mdns.respond({ id, questions, answers: records(ttlForOne, false, from.address) }, from);
  });
  return () =>
    new Promise((resolve) => {
      mdns.respond({ answers: records(0, true) });
      mdns.destroy(resolve);
    });
}
