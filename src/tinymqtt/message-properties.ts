/** The properties of a message, MQTT 5: those of one that is published, and those of one that has arrived. */
import { toBytes } from "#to-bytes";
import type { Properties } from "./options.ts";
import { field } from "./packets.ts";
import { longProperty, Property, propertyList, type ReceivedProperties } from "./properties.ts";
import { isTopic } from "./topics.ts";
import type { ClientState, OutgoingMessage } from "./types.ts";

/** s; a longer wait means that the clock was set meanwhile, which starts in 1970 on the chip. */
const longestWait = 1e9;

/**
 * Keeps the properties of a message that is to be published.
 * @throws {Error} on a response topic that one cannot publish to [MQTT5-3.3.2-14]
 */
export function keepProperties(message: OutgoingMessage, properties: Properties): void {
  const topic = properties.responseTopic;
  if (topic !== undefined && !isTopic(toBytes(topic))) throw new Error("bad response topic: " + topic);
  message.properties = properties;
  message._since = Date.now();
}

/** The properties of PUBLISH. MQTT 3.1.1 has none. */
export function messageProperties(client: ClientState, message: OutgoingMessage): string {
  const given = message.properties!;
  let list = "";
  if (!client._emptyProperties) return "";
  if (given.expiry) list += longProperty(Property.MessageExpiry, expiryLeft(given.expiry, message._since!));
  if (given.responseTopic !== undefined) list += String.fromCharCode(Property.ResponseTopic) + field(toBytes(given.responseTopic));
  if (given.correlation !== undefined) list += String.fromCharCode(Property.CorrelationData) + field(toBytes(given.correlation));
  return propertyList(list);
}

/** Whole seconds of `expiry` that are left. An overdue message is still sent, for whoever listens now: 1. */
function expiryLeft(expiry: number, since: number): number {
  const waited = (Date.now() - since) / 1000;
  const isKnown = waited > 0 && waited < longestWait;
  return Math.max(1, Math.round(isKnown ? expiry - waited : expiry));
}

/** Those of a PUBLISH from the broker which a program may want to know. */
export function receivedProperties(found: ReceivedProperties): Properties {
  const properties: Properties = {};
  const expiry = found[Property.MessageExpiry] as number | undefined;
  const responseTopic = found[Property.ResponseTopic] as string | undefined;
  const correlation = found[Property.CorrelationData] as string | undefined;
  if (expiry !== undefined) properties.expiry = expiry;
  if (responseTopic !== undefined) properties.responseTopic = responseTopic;
  if (correlation !== undefined) properties.correlation = correlation;
  return properties;
}
