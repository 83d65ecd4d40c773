/** Where a change takes its node: to another topic, another broker, another Wi-Fi. */
import { isObject, type JsonObject } from "../../firmware/validate.ts";

export interface Destination {
  /** On which the node says what became of the change. */
  topic: string;
  /** Where that may be said instead of at this broker, such as "Wi-Fi"; "" if it is said here. */
  elsewhere: string;
}

/** The keys of `mqtt` that lead to a broker. */
const brokerKeys = ["host", "port", "tls", "trust"];

/**
 * @param change checked
 * @param from the node's name and `base` as they are
 * @param defaultBase that of a node whose ding.json has none
 */
export function destinationOf(change: JsonObject, from: { node: string; base: string }, defaultBase: string): Destination {
  const { node = from.node, base = from.base, mqtt, wifi } = change;
  // A node without a name has one of its chip's: its number tells its messages apart.
  const name = typeof node === "string" && node !== "" ? node : "+";
  const isNewBroker = isObject(mqtt) && brokerKeys.some((key) => Object.hasOwn(mqtt, key));
  const places = [...(wifi === undefined ? [] : ["Wi-Fi"]), ...(isNewBroker ? ["broker"] : [])];
  return { topic: `${typeof base === "string" ? base : defaultBase}/config/${name}`, elsewhere: places.join(" and ") };
}
