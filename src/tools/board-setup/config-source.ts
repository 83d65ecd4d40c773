/** Where the configuration for the board comes from. */
import { bytesOf } from "../../../board/shared/byte-text.ts";
import { isObject, type JsonObject } from "../../firmware/validate.ts";
import { parseJsonFile } from "../config/json-file.ts";

/** What options, the environment and the keyboard add; undefined leaves a value as it is. */
export interface Additions {
  node?: string | undefined;
  ssid?: string | undefined;
  wifiPassword?: string | undefined;
  host?: string | undefined;
  port?: number | undefined;
  /** The name of the broker found by mDNS that gets user name and password. */
  trust?: string | undefined;
  /** A broker that is given without it is reached without TLS. */
  tls?: true | undefined;
  username?: string | undefined;
  mqttPassword?: string | undefined;
  /** What commands must be signed with. */
  key?: string | undefined;
  /** Messages are signed with the key. */
  sign?: true | undefined;
  /** In place of all that the configuration has. */
  sensors?: readonly JsonObject[] | undefined;
  /** Home Assistant's prefix; "" for none. */
  discovery?: string | undefined;
}

/** A configuration that the user gives, and what to call it in messages. */
export interface ConfigFile {
  readonly name: string;
  readonly config: JsonObject;
}

/** The object in a board's ding.json (bytes, one character each); undefined when it holds none. */
export function readBoardConfig(bytes: string): JsonObject | undefined {
  try {
    return parseJsonFile(bytesOf(bytes));
  } catch {
    return undefined; // the caller says what becomes of it
  }
}

/** A configuration with something added; the original is left as it is. */
export function withAdditions(config: JsonObject, added: Additions): JsonObject {
  const part = (key: string, values: JsonObject): JsonObject => {
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    const changed = { ...partOf(config, key), ...Object.fromEntries(given) };
    const old = config[key];
    if (given.length === 0) return {};
    // Of several networks the first is changed; a later one of its new name is the same network.
    const others: unknown[] = Array.isArray(old) ? old.slice(1).filter((each) => !isObject(each) || each["ssid"] !== changed["ssid"]) : [];
    return { [key]: others.length > 0 ? [changed, ...others] : changed };
  };
  const hadTls = isObject(config["mqtt"]) && config["mqtt"]["tls"] === true;
  const tls = added.tls ?? (added.host !== undefined && hadTls ? false : undefined);
  return {
    ...config,
    ...(added.node === undefined ? {} : { node: added.node }),
    ...(added.sensors === undefined ? {} : { sensors: added.sensors }),
    ...(added.discovery === undefined ? {} : { discovery: added.discovery }),
    ...part("wifi", { ssid: added.ssid, password: added.wifiPassword }),
    ...part("mqtt", {
      host: added.host,
      port: added.port,
      trust: added.trust,
      tls,
      username: added.username,
      password: added.mqttPassword,
      key: added.key,
      sign: added.sign,
    }),
  };
}

/** A text in the configuration, such as `textAt(config, "wifi", "ssid")`, of several networks the first's; "" when there is none. */
export function textAt(config: JsonObject, part: string, key: string): string {
  return textIn(partOf(config, part), key);
}

/** Every password and key in a configuration. */
export function passwordsOf(config: JsonObject): string[] {
  const parts = ["wifi", "mqtt", "console"].flatMap((part) => config[part]).filter(isObject);
  return parts.flatMap((part) => [textIn(part, "password"), textIn(part, "key")]).filter((secret) => secret !== "");
}

/** Of several networks the first. */
function partOf(config: JsonObject, key: string): JsonObject {
  const value = config[key];
  const part: unknown = Array.isArray(value) ? value[0] : value;
  return isObject(part) ? part : {};
}

function textIn(object: JsonObject, key: string): string {
  const value = object[key];
  return typeof value === "string" ? value : "";
}
