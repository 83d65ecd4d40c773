/**
 * The node's configuration: the defaults that are compiled in, overridden key by key by the Storage file `ding.json`.
 * Whatever is wrong is named and its default used: the node always boots.
 */
import type { Output, PinTable, PinUse } from "../../board/board.ts";
import type { ButtonConfig } from "./button.ts";
import { configRules, sensorRules } from "./config-rules.ts";
import { pinFault, type TakenPins } from "./pins.ts";
import type { SensorConfig } from "./sensors.ts";
import { parseStrictJson } from "./strict-json.ts";
import { isObject, merge, type Fault, type JsonObject } from "./validate.ts";

export interface Retry {
  /** ms: the longest first wait. */
  first: number;
  /** ms: the longest wait of all. */
  longest: number;
}

/** What is done about a link that stays away, in ms of its absence; 0: never. */
export interface Recovery {
  /** Wi-Fi says that it is connected: it is joined anew. */
  rejoin: number;
  /** The chip restarts. What waits in RAM is lost. */
  restart: number;
}

export interface Config {
  node: string;
  base: string;
  wifi: { ssid: string; password: string };
  mqtt: {
    host: string;
    port: number;
    username: string;
    password: string;
    /** s */
    keepalive: number;
    tls: boolean;
    /** Whether the broker keeps the LED's state and the node's status for those who come later. */
    retain: boolean;
  };
  button: ButtonConfig;
  led: Output;
  /** A second LED; no pin: there is none. */
  status: Output;
  sensors: SensorConfig[];
  /** Where readings go: to the topic of the button events, or to one of their own. */
  readings: "ding" | "topic";
  retry: Retry;
  recovery: Recovery;
  /** Messages kept while offline. */
  queue: number;
  /** ms between health messages. */
  health: number;
  /** Host of the time server; "" for none. */
  sntp: string;
  /** `remote`: the consoles of Telnet and Bluetooth stay open. `password`: what every console asks for; "" for nothing. */
  console: { remote: boolean; password: string };
}

/** What a configuration is checked against. */
export interface ConfigBasis {
  /** A configuration that is whole and right. */
  defaults: Config;
  pins: PinTable;
  /** The kinds of sensor, and what each needs of its pin; "" for one that needs none. */
  sensorUses: { [kind: string]: PinUse | "" };
}

/** Bytes: a longer file would take all RAM, boot after boot. */
const longestFile = 4096;

/** Whether the bytes of ding.json are what `Storage.writeJSON` writes: JSON but for its bare keys, some of them at least. */
export function isLooseJson(text: string): boolean {
  // A number with a long exponent would keep the interpreter multiplying for hours.
  if (text.length > longestFile || /\d[eE][-+]*\d\d\d\d\d/.test(text)) return false;
  const keys = text.replace(/^\{"\$schema":"[^"]*",/, "{"); // the one key that needs its quotes
  return /^\{[A-Za-z_$]/.test(keys);
}

/**
 * The defaults, overridden by ding.json.
 * @param text its bytes; undefined: there is no such file
 * @param loose its value where it is no strict JSON but could be read
 * @param faults gets what is wrong
 */
export function loadConfig(basis: ConfigBasis, text: string | undefined, loose: unknown, faults: Fault[]): Config {
  const config = JSON.parse(JSON.stringify(basis.defaults)) as Config;
  const strict = text === undefined || text.length > longestFile ? undefined : parseStrictJson(withoutMark(text));
  const given = strict === undefined ? loose : strict;
  if (isObject(given)) {
    delete given.$schema; // for editors
    merge(config as unknown as JsonObject, configRules(), given, "", faults);
  } else {
    faults.push({ what: whyUnread(text), instead: "using the defaults" });
  }
  completeSensors(config, basis, faults);
  assignPins(config, basis, faults);
  return config;
}

/** Some editors put a byte order mark in front of UTF-8. */
function withoutMark(text: string): string {
  return text.substr(0, 3) === "\xef\xbb\xbf" ? text.substr(3) : text;
}

function whyUnread(text: string | undefined): string {
  if (text === undefined) return "no ding.json in Storage";
  // In UTF-16 every other byte of it is 0.
  if (text.indexOf("\0") >= 0) return "ding.json is in UTF-16: save it as UTF-8";
  return "ding.json is no JSON object of up to " + longestFile + " bytes, or has a key twice";
}

/** What a sensor is that says nothing of itself. */
export function sensorDefaults(index: number): SensorConfig {
  return { name: "sensor" + index, kind: "analog", pin: "", every: 60000, change: 0 };
}

/** Each of `sensors`, with its defaults for what it does not say. */
function completeSensors(config: Config, basis: ConfigBasis, faults: Fault[]): void {
  const rules = sensorRules(Object.keys(basis.sensorUses));
  config.sensors = config.sensors.map(function (given: unknown, i) {
    const sensor = sensorDefaults(i);
    // What is no object is named below, for its pin.
    if (isObject(given)) merge(sensor as unknown as JsonObject, rules, given, "sensors[" + i + "].", faults);
    return sensor;
  });
}

type Part = "button" | "led" | "status";

/** Gives every part a pin that it can use, and that no other part has. */
function assignPins(config: Config, basis: ConfigBasis, faults: Fault[]): void {
  const taken: TakenPins = {};
  const parts: Part[] = ["button", "led", "status"];
  parts.forEach(function (part) {
    const fault = config[part].pin === basis.defaults[part].pin ? "" : pinFault(basis.pins, config[part].pin, useOf(part));
    if (fault) moveBack(config, basis, part, fault, faults);
  });
  let part = findIntruder(config, basis, parts);
  while (part) {
    moveBack(config, basis, part, "it is taken by " + ownerOf(config, basis, parts, part), faults);
    part = findIntruder(config, basis, parts);
  }
  parts.forEach(function (part) {
    if (config[part].pin) taken[config[part].pin] = part;
  });
  const names: string[] = [];
  config.sensors = config.sensors.filter(function (sensor, i) {
    const use = basis.sensorUses[sensor.kind]!;
    if (names.indexOf(sensor.name) >= 0) {
      faults.push({ what: "sensors[" + i + "].name must be unique, got " + JSON.stringify(sensor.name), instead: "leaving it out" });
      return false;
    }
    names.push(sensor.name);
    if (!use) return true;
    const fault = pinFault(basis.pins, sensor.pin, use) || (sensor.pin in taken ? "it is taken by " + taken[sensor.pin] : "");
    if (fault) faults.push({ what: describe("sensors[" + i + "]", use, sensor.pin, fault), instead: "leaving it out" });
    else taken[sensor.pin] = "sensors[" + i + "]";
    return !fault;
  });
}

/** A part that ding.json has moved to another one's pin. Of two that were moved, the second. */
function findIntruder(config: Config, basis: ConfigBasis, parts: Part[]): Part | undefined {
  return parts.filter(function (part) {
    return ownerOf(config, basis, parts, part) !== "";
  })[0];
}

/** Whose pin a part has been moved to; "" if it is its own. */
function ownerOf(config: Config, basis: ConfigBasis, parts: Part[], part: Part): Part | "" {
  const pin = config[part].pin;
  if (pin === basis.defaults[part].pin) return "";
  const owners = parts.filter(function (other) {
    const comesFirst = pin === basis.defaults[other].pin || parts.indexOf(other) < parts.indexOf(part);
    return other !== part && config[other].pin === pin && comesFirst;
  });
  return owners[0] || "";
}

function moveBack(config: Config, basis: ConfigBasis, part: Part, why: string, faults: Fault[]): void {
  const usual = basis.defaults[part].pin;
  faults.push({ what: describe(part, useOf(part), config[part].pin, why), instead: "using " + JSON.stringify(usual) });
  config[part].pin = usual;
}

function useOf(part: Part): PinUse {
  return part === "button" ? "button" : "output";
}

function describe(part: string, use: PinUse, pin: string, fault: string): string {
  return part + ".pin must be a pin for " + use + ", got " + JSON.stringify(pin) + ": " + fault;
}
