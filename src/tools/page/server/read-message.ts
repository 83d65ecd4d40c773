/** What a page sends, checked: only what the protocol says reaches the backend, and of bounded size. */
import type { FromPage } from "../protocol.ts";

/** Why a message is refused. */
export interface Misshapen {
  /** Its type, or "message" when it has none that is known. */
  request: string;
  reason: string;
}

/** Characters of a field. */
const longest = { name: 64, topic: 65_535, payload: 262_144, typed: 65_536, file: 524_288 };
const highestBytesPerSecond = 1e9;

/** The message, with no field but those of the protocol; or what is wrong with it. */
export function readMessage(text: string): FromPage | Misshapen {
  const fields = new Fields(text);
  const message = read(fields);
  return fields.fault === undefined && message !== undefined ? message : { request: fields.type, reason: fields.fault ?? "there is no such request" };
}

function read(fields: Fields): FromPage | undefined {
  switch (fields.type) {
    case "drive":
      return { type: "drive", node: fields.text("node", longest.name), pin: fields.text("pin", longest.name), level: fields.number("level", 0, 1) };
    case "publish":
      return {
        type: "publish",
        id: fields.integer("id", 0, Number.MAX_SAFE_INTEGER),
        topic: fields.text("topic", longest.topic),
        payload: fields.text("payload", longest.payload),
        qos: fields.qos("qos"),
        retain: fields.boolean("retain"),
      };
    case "type":
      return { type: "type", node: fields.text("node", longest.name), text: fields.bytes("text", longest.typed) };
    case "serial":
      return { type: "serial", node: fields.text("node", longest.name), wanted: fields.boolean("wanted") };
    case "wifi":
    case "broker":
      return { type: fields.type, up: fields.boolean("up") };
    case "silent":
      return { type: "silent", silent: fields.boolean("silent") };
    case "slow":
      return { type: "slow", bytesPerSecond: fields.has("bytesPerSecond") ? fields.integer("bytesPerSecond", 1, highestBytesPerSecond) : undefined };
    case "power":
      return { type: "power", node: fields.text("node", longest.name), on: fields.boolean("on") };
    case "play":
      return fields.has("file") ? { type: "play", file: fields.text("file", longest.file) } : { type: "play", name: fields.text("name", longest.name) };
    case "stop":
      return { type: "stop" };
    default:
      return undefined;
  }
}

/** The fields of a message. Each reader returns a value of its type, and leaves a `fault` when there was another. */
class Fields {
  /** The first thing that is wrong. */
  fault: string | undefined;
  readonly type: string;
  private readonly _values: ReadonlyMap<string, unknown>;

  constructor(text: string) {
    this._values = this._parse(text);
    const type = this._values.get("type");
    this.type = typeof type === "string" && type.length <= longest.name ? type : "message";
  }

  has(name: string): boolean {
    return this._values.has(name);
  }

  text(name: string, mostCharacters: number): string {
    const value = this._values.get(name);
    if (typeof value !== "string") return this._fault(`${name} must be text`, "");
    return value.length <= mostCharacters ? value : this._fault(`${name} has more than ${mostCharacters} characters`, "");
  }

  /** Bytes as characters. */
  bytes(name: string, most: number): string {
    const text = this.text(name, most);
    return !/[^\0-\xff]/.test(text) ? text : this._fault(`${name} must be bytes: characters up to 255`, "");
  }

  number(name: string, least: number, most: number): number {
    const value = this._values.get(name);
    return typeof value === "number" && value >= least && value <= most ? value : this._fault(`${name} must be a number from ${least} to ${most}`, least);
  }

  integer(name: string, least: number, most: number): number {
    const value = this.number(name, least, most);
    return Number.isInteger(value) ? value : this._fault(`${name} must be a whole number`, least);
  }

  boolean(name: string): boolean {
    const value = this._values.get(name);
    return typeof value === "boolean" ? value : this._fault(`${name} must be true or false`, false);
  }

  qos(name: string): 0 | 1 | 2 {
    const value = this._values.get(name);
    return value === 0 || value === 1 || value === 2 ? value : this._fault(`${name} must be 0, 1 or 2`, 0);
  }

  private _fault<T>(reason: string, instead: T): T {
    this.fault ??= reason;
    return instead;
  }

  private _parse(text: string): Map<string, unknown> {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // Said below.
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
    return this._fault("it must be a JSON object", new Map<string, unknown>());
  }
}
