/** The reason codes of MQTT 5, in words. */
import { Property, type ReceivedProperties } from "./properties.ts";

/** Bytes of a broker's own words that are repeated. */
const maxReasonString = 100;

/** Reason codes of MQTT 5 (its table 2-6) that programs look for. */
export const enum ReasonCode {
  NoMatchingSubscribers = 0x10,
  /** From here up a code is a failure. */
  Failure = 0x80,
  ProtocolError = 0x82,
  UnsupportedVersion = 0x84,
  ServerBusy = 0x89,
  SessionTakenOver = 0x8e,
  QuotaExceeded = 0x97,
  AdministrativeAction = 0x98,
  UseAnotherServer = 0x9c,
  ServerMoved = 0x9d,
  ConnectionRateExceeded = 0x9f,
}

/** The meaning of a reason code of MQTT 5, such as "not authorized (0x87)". */
export function reasonText(code: number): string {
  const failures = [
    "unspecified error",
    "malformed packet",
    "protocol error",
    "implementation specific error",
    "protocol version",
    "identifier",
    "bad username or password",
    "not authorized",
    "server unavailable",
    "server busy",
    "banned",
    "server shutting down",
    "bad authentication method",
    "keep alive timeout",
    "another node has this name",
    "topic filter invalid",
    "topic name invalid",
    "packet identifier in use",
    "packet identifier not found",
    "receive maximum exceeded",
    "topic alias invalid",
    "packet too large",
    "message rate too high",
    "quota exceeded",
    "administrative action",
    "payload format invalid",
    "retain not supported",
    "QoS not supported",
    "use another server",
    "server moved",
    "shared subscriptions not supported",
    "connection rate exceeded",
    "maximum connect time",
    "subscription identifiers not supported",
    "wildcard subscriptions not supported",
  ];
  const hex = "(0x" + (code < 16 ? "0" : "") + code.toString(16).toUpperCase() + ")";
  return (failures[code - ReasonCode.Failure] || "unknown") + " " + hex;
}

/** A reason code in words, with what the broker itself says of it. */
export function explain(code: number, properties: ReceivedProperties): string {
  const server = properties[Property.ServerReference];
  const why = properties[Property.ReasonString];
  let text = reasonText(code);
  if (server !== undefined) text += ", " + server;
  if (why !== undefined) text += ": " + String(why).substr(0, maxReasonString);
  return text;
}
