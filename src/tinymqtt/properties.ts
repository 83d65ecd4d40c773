/** Properties of MQTT 5: reads those of incoming packets, writes those of outgoing ones. */
import { word } from "./packets.ts";
import { isMqttString } from "./topics.ts";

/** Identifiers: table 2-4 of MQTT 5. */
export const enum Property {
  PayloadFormat = 0x01,
  MessageExpiry = 0x02,
  ContentType = 0x03,
  ResponseTopic = 0x08,
  CorrelationData = 0x09,
  SubscriptionIdentifier = 0x0b,
  SessionExpiry = 0x11,
  AssignedClientId = 0x12,
  ServerKeepAlive = 0x13,
  WillDelay = 0x18,
  ResponseInformation = 0x1a,
  ServerReference = 0x1c,
  ReasonString = 0x1f,
  ReceiveMaximum = 0x21,
  TopicAliasMaximum = 0x22,
  MaximumQos = 0x24,
  RetainAvailable = 0x25,
  UserProperty = 0x26,
  MaximumPacketSize = 0x27,
  WildcardAvailable = 0x28,
  SubscriptionIdentifierAvailable = 0x29,
  SharedAvailable = 0x2a,
}

/** The properties of a packet by identifier: numbers, and texts or binary data as bytes. */
export interface ReceivedProperties {
  [id: number]: number | string;
  /** Where they end in the packet's body. */
  end: number;
}

/** A place in a packet. Reading a value moves it. */
interface Reader {
  bytes: string;
  at: number;
}

/**
 * Reads the properties at `at` in a packet's body.
 * @param allowed the properties that this packet may have, besides User Property, which is not kept
 * @returns undefined if they are malformed, or one of them is unknown, has no place here, or is repeated
 */
export function readProperties(bytes: string, at: number, allowed: number[]): ReceivedProperties | undefined {
  const reader = { bytes: bytes, at: at };
  const length = readVariableInteger(reader);
  const end = reader.at + length;
  const found: ReceivedProperties = { end: end };
  if (!(length >= 0 && end <= bytes.length)) return undefined;
  while (reader.at < end) {
    const id = bytes.charCodeAt(reader.at++);
    const value = readValue(reader, id);
    if (value === undefined || reader.at > end) return undefined;
    if (id === Property.UserProperty) continue;
    if (allowed.indexOf(id) < 0 || found.hasOwnProperty(id)) return undefined;
    found[id] = value;
  }
  return found;
}

/** Returns undefined if the value is malformed or the property unknown. */
function readValue(reader: Reader, id: number): number | string | undefined {
  switch (id) {
    case Property.PayloadFormat:
    case Property.MaximumQos:
    case Property.RetainAvailable:
    case Property.WildcardAvailable:
    case Property.SubscriptionIdentifierAvailable:
    case Property.SharedAvailable: {
      const flag = readInteger(reader, 1);
      return flag > 1 ? undefined : flag;
    }
    case Property.ServerKeepAlive:
    case Property.TopicAliasMaximum:
      return readInteger(reader, 2);
    case Property.ReceiveMaximum:
      return readInteger(reader, 2) || undefined; // 0 is a protocol error
    case Property.MessageExpiry:
    case Property.SessionExpiry:
      return readInteger(reader, 4);
    case Property.MaximumPacketSize:
      return readInteger(reader, 4) || undefined;
    case Property.SubscriptionIdentifier:
      return readVariableInteger(reader) || undefined;
    case Property.CorrelationData:
      return readField(reader);
    case Property.ContentType:
    case Property.ResponseTopic:
    case Property.AssignedClientId:
    case Property.ResponseInformation:
    case Property.ServerReference:
    case Property.ReasonString:
      return readText(reader);
    case Property.UserProperty:
      return readText(reader) === undefined ? undefined : readText(reader);
  }
  return undefined;
}

/** Past the end of the packet the bytes count as 0: the caller looks where the reader has got to. */
function readInteger(reader: Reader, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + (reader.bytes.charCodeAt(reader.at++) || 0);
  return value;
}

/** A number in one to four bytes of 7 bits; -1 if it has more, or more than it needs [MQTT5-1.5.5-1]. */
function readVariableInteger(reader: Reader): number {
  let value = 0;
  for (let scale = 1; scale <= 0x200000; scale *= 128) {
    const digit = reader.bytes.charCodeAt(reader.at++);
    value += (digit & 127) * scale;
    if (digit < 128) return digit || scale === 1 ? value : -1;
  }
  return -1;
}

function readField(reader: Reader): string | undefined {
  const length = readInteger(reader, 2);
  const start = reader.at;
  reader.at += length;
  return reader.at > reader.bytes.length ? undefined : reader.bytes.substr(start, length);
}

function readText(reader: Reader): string | undefined {
  const text = readField(reader);
  return text !== undefined && isMqttString(text) ? text : undefined;
}

/** A list of properties preceded by its length. */
export function propertyList(properties: string): string {
  let length = "";
  let left = properties.length;
  for (; left > 127; left >>= 7) length += String.fromCharCode((left & 127) | 128);
  return length + String.fromCharCode(left) + properties;
}

/** A property whose value has four bytes. */
export function longProperty(id: Property, value: number): string {
  return String.fromCharCode(id) + word(Math.floor(value / 65536)) + word(value % 65536);
}
