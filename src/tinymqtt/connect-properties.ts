/** The properties of CONNECT and of its will, MQTT 5. */
import { maxUnreleased } from "./incoming-publish.ts";
import type { Will } from "./options.ts";
import { word } from "./packets.ts";
import { longProperty, Property, propertyList } from "./properties.ts";
import type { ClientState } from "./types.ts";

/** Session Expiry Interval of a session that the broker keeps for good, as in MQTT 3.1.1. */
const keptForGood = 0xffffffff;

/** The properties of CONNECT. MQTT 3.1.1 has none. */
export function connectProperties(client: ClientState): string {
  if (!client._emptyProperties) return "";
  const will = client._options.will;
  // The will is published as soon as the session ends [MQTT5-3.1.2-8], so that the session must last as long as its delay.
  const expiry = client._isClean ? (will && will.delay) || 0 : keptForGood;
  return propertyList(
    (expiry ? longProperty(Property.SessionExpiry, expiry) : "") +
      String.fromCharCode(Property.ReceiveMaximum) +
      word(maxUnreleased) +
      longProperty(Property.MaximumPacketSize, client._maxPacket),
  );
}

/** The properties of the will in CONNECT. MQTT 3.1.1 has none. */
export function willProperties(client: ClientState, will: Will): string {
  return client._emptyProperties && will.delay ? propertyList(longProperty(Property.WillDelay, will.delay)) : client._emptyProperties;
}
