/** The configuration that goes to the board: where it comes from, and the firmware's own check of it. */
import { readFileSync } from "node:fs";
import { sensorKinds } from "../../../board/sensors/kinds.ts";
import { loadConfig } from "../../firmware/config.ts";
import { isPlain, type Plain } from "../../firmware/rules.ts";
import { tables } from "../build/tables.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";

/** What options, the environment and the keyboard add; undefined leaves a value as it is. */
export interface Additions {
  node?: string | undefined;
  ssid?: string | undefined;
  wifiPassword?: string | undefined;
  host?: string | undefined;
  port?: number | undefined;
  username?: string | undefined;
  mqttPassword?: string | undefined;
}

/**
 * The object in a configuration file of this computer.
 * @throws {UserError} when it is not there, or is not JSON with an object
 */
export function readConfigFile(file: string): Plain {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new UserError(`${file} cannot be read: is the path right?`, exitCodes.usage);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isPlain(value)) return value;
  } catch (error) {
    throw new UserError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, exitCodes.usage);
  }
  throw new UserError(`${file} must hold an object, {...}`, exitCodes.usage);
}

/** The object in a board's ding.json (bytes, one character each); undefined when it holds none that is strict JSON. */
export function readBoardConfig(bytes: string): Plain | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes, "latin1").toString("utf8"));
    return isPlain(value) ? value : undefined;
  } catch {
    return undefined; // the caller says what becomes of it
  }
}

/** A configuration with something added; the original is left as it is. */
export function withAdditions(config: Plain, added: Additions): Plain {
  const part = (key: string, values: Plain): Plain => {
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    const old = config[key];
    return given.length === 0 ? {} : { [key]: { ...(isPlain(old) ? old : {}), ...Object.fromEntries(given) } };
  };
  return {
    ...config,
    ...(added.node === undefined ? {} : { node: added.node }),
    ...part("wifi", { ssid: added.ssid, password: added.wifiPassword }),
    ...part("mqtt", { host: added.host, port: added.port, username: added.username, password: added.mqttPassword }),
  };
}

/** A text in the configuration, such as `textAt(config, "wifi", "ssid")`; "" when there is none. */
export function textAt(config: Plain, part: string, key: string): string {
  const object = config[part];
  const value = isPlain(object) ? object[key] : undefined;
  return typeof value === "string" ? value : "";
}

/** A configuration as ding.json's bytes: JSON in UTF-8, one character for each byte. */
export function configBytes(config: Plain): string {
  return Buffer.from(JSON.stringify(config), "utf8").toString("latin1");
}

/**
 * What the firmware would say about a configuration, a line each; nothing when all of it is good.
 * @param device the defaults that are built in
 * @param hasPin whether the board has such a pin
 */
export function configFaults(bytes: string, device: Plain, hasPin: (pin: string, use: string) => boolean): string[] {
  const faults: string[] = [];
  const say = console.log;
  // The firmware's code says it on the console, which on the chip is the only place.
  console.log = (line: unknown) => faults.push(String(line));
  try {
    loadConfig(tables(device), bytes, hasPin, sensorKinds());
  } finally {
    console.log = say;
  }
  // Nothing is used in place of it here: it does not get to the board.
  return faults.map((line) =>
    Buffer.from(line, "latin1").toString("utf8").replace(/^config: /, "").replace(/; (using|leaving) .*$/, ""),
  );
}
