/**
 * The node's configuration: compiled-in defaults, overridden key by key by the Storage file `ding.json`. Invalid values are
 * reported and replaced by their defaults, so the node always boots.
 */
import type { Output, PinTable, PinUse } from "../../board/board.ts";
import type { ButtonConfig } from "./button.ts";
import { buttonRules, configRules, networkRules, outputRules, sensorRules } from "./config-rules.ts";
import { explainUnreadable, parseStrictFile } from "./config-json.ts";
import { pinFault, type TakenPins } from "./pins.ts";
import type { SensorConfig } from "./sensors.ts";
import { isObject, merge, type Fault, type JsonObject, type Rules } from "./validate.ts";

export interface Retry {
  /** Upper limit of the first wait, ms. */
  first: number;
  /** Upper limit of any wait, ms. */
  longest: number;
}

/** When to act on a link that stays down, in ms offline; 0: never. */
export interface Recovery {
  /** Reconnects if the broker does not answer CONNECT or PINGREQ. */
  answer: number;
  /** Reconnects if no receipt comes for the messages in flight. */
  receipt: number;
  /** Rejoins a Wi-Fi that claims to be connected. */
  rejoin: number;
  /** Restarts the chip. Without a journal in flash, messages that wait are lost. */
  restart: number;
}

export interface LedConfig extends Output {
  /** Its state at power-on. */
  restore: "off" | "last" | "on";
}

export interface OutputConfig extends LedConfig {
  /** As in its topics. */
  name: string;
}

/** The keys that hold lists of parts. */
type ListKey = "buttons" | "outputs" | "sensors";

/** What an item of a list has. */
interface Item {
  name: string;
  pin: string;
  /** A sensor's. */
  kind?: string;
}

export interface WifiNetwork {
  ssid: string;
  password: string;
}

export interface Config {
  node: string;
  base: string;
  /** Several are tried in turn, the last good one first. */
  wifi: WifiNetwork | WifiNetwork[];
  mqtt: {
    /** "mdns": whatever answers to DNS-SD, see find-broker.ts. */
    host: string;
    port: number;
    /** The only broker found by mDNS that gets user name and password: its service instance name. "" for none. */
    trust: string;
    username: string;
    password: string;
    /** What commands must be signed with (signed-commands.ts), 16 to 64 bytes; "" if they need no signature. */
    key: string;
    /** Whether the node signs what it sends with that key (signed-messages.ts). */
    sign: boolean;
    /** Seconds. */
    keepalive: number;
    tls: boolean;
    /** Protocol level: 4 is MQTT 3.1.1, "auto" tries 5 first. */
    version: "auto" | 4 | 5;
    /** Whether the LED state and the node's status are published as retained messages. */
    retain: boolean;
  };
  button: ButtonConfig;
  /** More buttons. */
  buttons: ButtonConfig[];
  led: LedConfig;
  /** More outputs. */
  outputs: OutputConfig[];
  /** The status LED; its pin is "" if there is none. */
  status: Output;
  sensors: SensorConfig[];
  /** The topics of button events and readings: the same for all nodes, or one of its own for each. */
  topics: "shared" | "node";
  /** The topic for readings: that of the button events, or one of their own. */
  readings: "ding" | "topic";
  retry: Retry;
  recovery: Recovery;
  /** Most messages kept in RAM. */
  queue: number;
  /** Bytes of flash for messages that wait (flash-log.ts), in pages of 4096; 0: they wait in RAM. */
  journal: number;
  /** First level of Home Assistant's discovery topics; "" to stay out of it. */
  discovery: string;
  /** ms between health messages. */
  health: number;
  /** SNTP server; "" for none. */
  sntp: string;
  /** `remote`: leaves the Telnet and Bluetooth consoles open. `password`: what every console asks for; "" for nothing. */
  console: { remote: boolean; password: string };
}

/** What a configuration is checked against. */
export interface ConfigBasis {
  /** A complete and valid configuration. */
  defaults: Config;
  pins: PinTable;
  /** How each kind of sensor uses its pin; "" for a kind without a pin. */
  sensorUses: { [kind: string]: PinUse | "" };
}

/**
 * The defaults, overridden by ding.json.
 * @param text bytes of ding.json; undefined if there is no such file
 * @param loose its value if it is readable but not strict JSON
 * @param faults collects everything that is wrong
 */
export function loadConfig(basis: ConfigBasis, text: string | undefined, loose: unknown, faults: Fault[]): Config {
  const config = JSON.parse(JSON.stringify(basis.defaults)) as Config;
  const strict = text === undefined ? undefined : parseStrictFile(text);
  const given = strict === undefined ? loose : strict;
  if (isObject(given)) {
    delete given.$schema; // only for editors
    // One network replaces a list in the defaults.
    if (isObject(given.wifi) && Array.isArray(config.wifi)) config.wifi = { ssid: "", password: "" };
    merge(config as unknown as JsonObject, configRules(), given, "", faults);
  } else {
    faults.push({ what: explainUnreadable(text), instead: "using the defaults" });
  }
  checkNetworks(config, faults);
  checkSigning(config, faults);
  const kinds = Object.keys(basis.sensorUses);
  config.buttons = readItems("buttons", config.buttons, buttonRules(1), faults) as ButtonConfig[];
  config.outputs = readItems("outputs", config.outputs, outputRules(), faults) as OutputConfig[];
  config.sensors = readItems("sensors", config.sensors, sensorRules(kinds), faults) as SensorConfig[];
  assignPins(config, basis, faults);
  return config;
}

/** The networks of a configuration. */
export function wifiNetworks(config: Pick<Config, "wifi">): WifiNetwork[] {
  return Array.isArray(config.wifi) ? config.wifi : [config.wifi];
}

/** Checks each network of a list; one without a name is of no use. */
function checkNetworks(config: Config, faults: Fault[]): void {
  if (!Array.isArray(config.wifi)) return;
  config.wifi = config.wifi
    .map(function (given: unknown, i) {
      const network = { ssid: "", password: "" };
      merge(network, networkRules(), given as JsonObject, "wifi[" + i + "].", faults);
      return network;
    })
    .filter(function (network, i) {
      if (!network.ssid) faults.push({ what: "wifi[" + i + "].ssid is missing", instead: "leaving it out" });
      return network.ssid !== "";
    });
}

function checkSigning(config: Config, faults: Fault[]): void {
  if (!config.mqtt.sign || config.mqtt.key) return;
  faults.push({ what: "mqtt.sign needs mqtt.key", instead: "signing nothing" });
  config.mqtt.sign = false;
}

/** The defaults of the sensor at this index. */
export function sensorDefaults(index: number): SensorConfig {
  return { name: "sensor" + index, kind: "analog", pin: "", every: 60000, change: 0 };
}

/** The defaults of the button at this index of `buttons`: the first button is `button`. */
export function buttonDefaults(index: number): ButtonConfig {
  return { name: "button" + (index + 2), pin: "", activeLow: true, debounce: 50, long: 800, double: 300, events: ["press"] };
}

/** The defaults of the output at this index of `outputs`: the first output is `led`. */
export function outputDefaults(index: number): OutputConfig {
  return { name: "output" + (index + 2), pin: "", activeLow: false, restore: "off" };
}

/** Not handed on as functions: the build would have to leave them in RAM. */
function itemDefaults(list: ListKey, index: number): Item {
  if (list === "buttons") return buttonDefaults(index);
  return list === "outputs" ? outputDefaults(index) : sensorDefaults(index);
}

/** Fills in the defaults of each item of a list. */
function readItems(list: ListKey, given: unknown[], rules: Rules, faults: Fault[]): Item[] {
  return given.map(function (value, i) {
    const item = itemDefaults(list, i);
    // Anything but an object is reported by claimPins, as its pin is missing.
    if (isObject(value)) merge(item as unknown as JsonObject, rules, value, list + "[" + i + "].", faults);
    return item;
  });
}

type Part = "button" | "led" | "status";

/** Makes sure that every part has a pin that suits it and that no other part uses. */
function assignPins(config: Config, basis: ConfigBasis, faults: Fault[]): void {
  const taken: TakenPins = {};
  const parts: Part[] = ["button", "led", "status"];
  parts.forEach(function (part) {
    const fault = config[part].pin === basis.defaults[part].pin ? "" : pinFault(basis.pins, config[part].pin, useOf(part));
    if (fault) restoreDefaultPin(config, basis, part, fault, faults);
  });
  let part = findConflict(config, basis, parts);
  while (part) {
    restoreDefaultPin(config, basis, part, "it is taken by " + pinOwner(config, basis, parts, part), faults);
    part = findConflict(config, basis, parts);
  }
  parts.forEach(function (part) {
    if (config[part].pin) taken[config[part].pin] = part;
  });
  config.buttons = claimPins("buttons", config.buttons, [config.button.name], basis, taken, faults);
  config.outputs = claimPins("outputs", config.outputs, ["led", "update"], basis, taken, faults);
  config.sensors = claimPins("sensors", config.sensors, [], basis, taken, faults);
}

/** Leaves out the items whose name is taken, and those whose pin does not suit or is taken. */
function claimPins<T extends Item>(list: ListKey, items: T[], names: string[], basis: ConfigBasis, taken: TakenPins, faults: Fault[]): T[] {
  return items.filter(function (item, i) {
    const path = list + "[" + i + "]";
    if (names.indexOf(item.name) >= 0) {
      faults.push({ what: path + ".name must be unique, got " + JSON.stringify(item.name), instead: "leaving it out" });
      return false;
    }
    names.push(item.name);
    const use = list === "buttons" ? "button" : list === "outputs" ? "output" : basis.sensorUses[item.kind!]!;
    if (!use) return true;
    const fault = pinFault(basis.pins, item.pin, use) || (item.pin in taken ? "it is taken by " + taken[item.pin] : "");
    if (fault) faults.push({ what: describeFault(path, use, item.pin, fault), instead: "leaving it out" });
    else taken[item.pin] = path;
    return !fault;
  });
}

/** The first part that ding.json has moved to another part's pin; if both were moved there, the second of them. */
function findConflict(config: Config, basis: ConfigBasis, parts: Part[]): Part | undefined {
  return parts.filter(function (part) {
    return pinOwner(config, basis, parts, part) !== "";
  })[0];
}

/** The part whose pin this one was moved to; "" if there is no conflict. */
function pinOwner(config: Config, basis: ConfigBasis, parts: Part[], part: Part): Part | "" {
  const pin = config[part].pin;
  if (pin === basis.defaults[part].pin) return "";
  const owners = parts.filter(function (other) {
    const comesFirst = pin === basis.defaults[other].pin || parts.indexOf(other) < parts.indexOf(part);
    return other !== part && config[other].pin === pin && comesFirst;
  });
  return owners[0] || "";
}

function restoreDefaultPin(config: Config, basis: ConfigBasis, part: Part, why: string, faults: Fault[]): void {
  const defaultPin = basis.defaults[part].pin;
  faults.push({ what: describeFault(part, useOf(part), config[part].pin, why), instead: "using " + JSON.stringify(defaultPin) });
  config[part].pin = defaultPin;
}

function useOf(part: Part): PinUse {
  return part === "button" ? "button" : "output";
}

function describeFault(part: string, use: PinUse, pin: string, fault: string): string {
  return part + ".pin must be a pin for " + use + ", got " + JSON.stringify(pin) + ": " + fault;
}
