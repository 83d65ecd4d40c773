/** What an MQTT 5 broker asks for in CONNACK, obeyed as long as the connection lasts. */
import { Property, type ReceivedProperties } from "./properties.ts";
import type { ClientState, Limits, OutgoingMessage } from "./types.ts";

export function obeyLimits(client: ClientState, asked: ReceivedProperties): void {
  const keepalive = asked[Property.ServerKeepAlive] as number | undefined;
  const inFlight = asked[Property.ReceiveMaximum] as number | undefined;
  if (keepalive !== undefined) {
    client._ownKeepalive = client._keepalive;
    client._keepalive = keepalive; // [MQTT5-3.2.2-21]
  }
  if (inFlight && inFlight < client._maxInFlight) {
    client._ownInFlight = client._maxInFlight;
    client._maxInFlight = inFlight; // [MQTT5-3.3.4-7]
  }
  setLimits(client, asked);
}

function setLimits(client: ClientState, asked: ReceivedProperties): void {
  const size = asked[Property.MaximumPacketSize] as number | undefined;
  const qos = asked[Property.MaximumQos] as number | undefined;
  const retain = asked[Property.RetainAvailable] !== 0;
  if (!size && qos === undefined && retain) return;
  client._limits = { body: size ? longestBody(size) : Infinity, qos: qos === undefined ? 2 : qos, retain: retain };
}

/** Why the broker does not take a message, whose packet has a body of this length; "" if it does. */
export function limitReached(limits: Limits, message: OutgoingMessage, length: number): string {
  if (length > limits.body) return "message too long for the broker: "; // [MQTT5-3.2.2-15]
  if (message.qos > limits.qos) return "QoS too high for the broker: "; // [MQTT5-3.2.2-11]
  return message.retain && !limits.retain ? "the broker takes no retained message: " : ""; // [MQTT5-3.2.2-14]
}

/** Takes the program's own settings again. */
export function restoreLimits(client: ClientState): void {
  if (client._ownKeepalive !== undefined) client._keepalive = client._ownKeepalive;
  if (client._ownInFlight) client._maxInFlight = client._ownInFlight;
  delete client._ownKeepalive;
  delete client._ownInFlight;
  delete client._limits;
}

/** The longest body of a packet of `size` bytes: the first byte and the remaining length, of one to four bytes, come before it. */
function longestBody(size: number): number {
  let longest = 0;
  for (let digits = 1; digits <= 4; digits++) longest = Math.max(longest, Math.min(size - 1 - digits, Math.pow(128, digits) - 1));
  return longest;
}
