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
  /** A broker that is given without it is reached without TLS. */
  tls?: true | undefined;
  username?: string | undefined;
  mqttPassword?: string | undefined;
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
    const old = config[key];
    return given.length === 0 ? {} : { [key]: { ...(isObject(old) ? old : {}), ...Object.fromEntries(given) } };
  };
  const hadTls = isObject(config["mqtt"]) && config["mqtt"]["tls"] === true;
  const tls = added.tls ?? (added.host !== undefined && hadTls ? false : undefined);
  return {
    ...config,
    ...(added.node === undefined ? {} : { node: added.node }),
    ...(added.sensors === undefined ? {} : { sensors: added.sensors }),
    ...(added.discovery === undefined ? {} : { discovery: added.discovery }),
    ...part("wifi", { ssid: added.ssid, password: added.wifiPassword }),
    ...part("mqtt", { host: added.host, port: added.port, tls, username: added.username, password: added.mqttPassword }),
  };
}

/** A text in the configuration, such as `textAt(config, "wifi", "ssid")`; "" when there is none. */
export function textAt(config: JsonObject, part: string, key: string): string {
  const object = config[part];
  const value = isObject(object) ? object[key] : undefined;
  return typeof value === "string" ? value : "";
}
