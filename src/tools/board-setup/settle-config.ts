/** Decides on the configuration: file, options and environment first, then what the board has, then the keyboard. */
import type { JsonObject } from "../../firmware/validate.ts";
import { commandLineAdvice, type Advice } from "../board-session/advice.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { basisOf, checkConfig, configBytes, pinNotes } from "../config/check-config.ts";
import { pinsFor, type BoardFile } from "../config/board-file.ts";
import type { Settings } from "../config/settings-shape.ts";
import { usualPrefix } from "../home-assistant/document.ts";
import { brokerAddress } from "../mqtt/broker-address.ts";
import type { FoundBroker } from "../mdns/service.ts";
import { whyOutOfReach } from "./broker-reach.ts";
import { readBoardConfig, textAt, withAdditions, type Additions, type ConfigFile } from "./config-source.ts";
import type { Terminal } from "../terminal/person.ts";
import { safeText } from "../terminal/safe-text.ts";

export interface ConfigOptions {
  node?: string;
  wifi?: string;
  /** An address, or "mdns" for one that the node finds. */
  broker?: string;
  /** The name of the broker found by mDNS that gets user name and password. */
  trust?: string;
  username?: string;
  /** Has the node sign its messages with its key. */
  sign?: true;
  /** In place of all that the configuration has. */
  sensors?: readonly JsonObject[];
  /** Home Assistant's prefix; "" for none. */
  discovery?: string;
  /** No questions. */
  yes?: boolean;
}

/** Undefined: not given. "": no password is needed. */
export interface Passwords {
  readonly wifi?: string | undefined;
  readonly mqtt?: string | undefined;
  /** What commands must be signed with. */
  readonly key?: string | undefined;
  /** Of a console that is locked. */
  readonly console?: string | undefined;
}

/** Where a configuration comes from, besides the options. */
export interface ConfigSources {
  terminal: Terminal;
  passwords: Passwords;
  /** In place of what the board has. */
  configFile?: ConfigFile | undefined;
  /** Of this computer, in its networks; as far as they are known. */
  ownAddresses?: readonly string[];
  /** Looks for brokers in this computer's network, where that is possible. */
  findBrokers?: (() => Promise<FoundBroker[]>) | undefined;
  advice?: Advice;
}

/** In place of a host: the node looks for its broker. */
const mdns = "mdns";

/** What of options and passwords belongs into a configuration. */
export function additions(options: ConfigOptions, passwords: Passwords): Additions {
  const broker = options.broker === undefined ? undefined : brokerAddress({ broker: options.broker }, {});
  return {
    node: options.node,
    ssid: options.wifi,
    wifiPassword: passwords.wifi,
    host: broker?.host,
    port: broker?.host === mdns ? undefined : broker?.port,
    trust: options.trust,
    tls: broker?.tls,
    username: options.username ?? broker?.username,
    mqttPassword: passwords.mqtt ?? broker?.password,
    key: passwords.key,
    sign: options.sign,
    sensors: options.sensors,
    discovery: options.discovery,
  };
}

/**
 * The configuration for the board; undefined when what it has can stay.
 * @param onBoard the bytes of its ding.json
 * @throws {UserError} for what is wrong or missing and cannot be asked
 */
export async function settleConfig(
  options: ConfigOptions,
  onBoard: string | undefined,
  settings: Pick<Settings, "device" | "board">,
  sources: ConfigSources,
): Promise<string | undefined> {
  const { terminal, passwords, configFile } = sources;
  const base = configFile === undefined ? boardConfig(onBoard, terminal) : configFile.config;
  const added = additions(options, passwords);
  const asks = terminal.canAsk && !options.yes;
  // Who names a network may want another password for it; where nobody can be asked, the one that is known holds.
  const isKnown = options.wifi === textAt(base, "wifi", "ssid") && textAt(base, "wifi", "password") !== "";
  const newNetwork = options.wifi !== undefined && (asks || !isKnown);
  const isChanged = (key: "host" | "trust"): boolean => added[key] !== undefined && added[key] !== textAt(base, "mqtt", key);
  const newBroker = isChanged("host") || isChanged("trust");
  // Likewise for a user name at the same broker.
  const isKnownLogin = !newBroker && added.username === textAt(base, "mqtt", "username") && textAt(base, "mqtt", "password") !== "";
  const newLogin = added.username !== undefined && (asks || !isKnownLogin);
  const isNew = configFile === undefined && Object.keys(base).length === 0;
  const entered = await complete(withAdditions(base, added), { added, newNetwork, newBroker, newLogin, asks }, sources);
  // Asked once, with the first configuration. Where the defaults have it, there is nothing to ask.
  const asksForSensor = asks && isNew && options.sensors === undefined && settings.device.sensors.length === 0;
  const asksForDiscovery = asks && isNew && options.discovery === undefined && settings.device.discovery === "";
  const config = withAdditions(entered, {
    sensors: asksForSensor ? await askForSensor(settings.board, terminal) : undefined,
    discovery: asksForDiscovery ? await askForDiscovery(terminal) : undefined,
  });
  const bytes = configBytes(config);
  const { config: whole, faults } = checkConfig(bytes, basisOf(settings.device, settings.board));
  if (faults.length > 0) {
    const where = configFile?.name ?? "the configuration";
    throw new UserError([`${where} is not right:`, ...faults.map(withoutLogin)].join("\n  "), exitCodes.usage);
  }
  for (const note of pinNotes(whole, settings.board)) terminal.say(`Note:    ${note}`);
  const unchanged = onBoard !== undefined && bytes === canonical(onBoard);
  return unchanged ? undefined : bytes;
}

/** Somebody may have put the password into the broker's address. */
export function withoutLogin(fault: string): string {
  return /^mqtt\.host .*@/s.test(fault)
    ? "mqtt.host must be a name or an address alone: the user name goes into mqtt.username, the password into mqtt.password"
    : fault;
}

/** As we would write it: spaces aside, a file of the same content is the same. One in UTF-16 or with a byte order mark is not: the node cannot read it. */
function canonical(bytes: string): string | undefined {
  const config = /^\s*\{[^\0]/.test(bytes) ? readBoardConfig(bytes) : undefined;
  return config && configBytes(config);
}

function boardConfig(bytes: string | undefined, terminal: Terminal): JsonObject {
  if (bytes === undefined) return {};
  const config = readBoardConfig(bytes);
  if (!config) terminal.say("The board's ding.json is not JSON; it will be replaced.");
  return config ?? {};
}

/** A light sensor, as the practical wires it. */
export function lightSensorOn(pin: string): JsonObject {
  return { name: "light", kind: "analog", pin, every: 60_000, change: 0.05 };
}

/** An analog sensor on the pin that is typed; none at Enter. */
async function askForSensor({ pins }: Pick<BoardFile, "pins">, terminal: Terminal): Promise<JsonObject[] | undefined> {
  const suitable = pinsFor(pins, "analog");
  for (;;) {
    const pin = (await terminal.ask("Pin of an analog sensor, such as D34 for a light sensor (press Enter for no sensor): ")).trim().toUpperCase();
    if (pin === "") return undefined;
    if (suitable.includes(pin)) return [lightSensorOn(pin)];
    terminal.say(`${pin} has no ADC: choose one of ${suitable.join(", ")}`);
  }
}

/** Home Assistant's prefix; undefined at Enter. */
async function askForDiscovery(terminal: Terminal): Promise<string | undefined> {
  const answer = await terminal.ask("Show the node in Home Assistant by itself? [y/N] ");
  return /^y(es)?$/i.test(answer.trim()) ? usualPrefix : undefined;
}

/** Lists the brokers that answer in this computer's network, numbered from 1. */
async function listBrokers({ terminal, findBrokers }: ConfigSources): Promise<FoundBroker[]> {
  if (!findBrokers) return [];
  terminal.say("Looking for MQTT brokers in this computer's network by mDNS...");
  try {
    const found = await findBrokers();
    if (found.length === 0) terminal.say("None answered.");
    for (const [i, { name, host, port }] of found.entries()) terminal.say(`  ${i + 1}  ${safeText(name)}, at ${host}:${port}`);
    return found;
  } catch (error) {
    terminal.say(`That is not possible: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** The broker that is to get the password, of those that the node may find. */
async function askForTrust(sources: ConfigSources): Promise<Additions> {
  const found = await listBrokers(sources);
  if (found.length === 0) return {};
  const answer = await sources.terminal.ask("Number of the broker that may be told user name and password (press Enter for none): ");
  return { trust: chosen(found, answer)?.name ?? "" };
}

function chosen(found: readonly FoundBroker[], answer: string): FoundBroker | undefined {
  return /^\s*\d+\s*$/.test(answer) ? found[Number(answer) - 1] : undefined;
}

/** Asks once more for a broker that a board cannot reach; who gives it again must know. Who chooses one by its number has it looked for by its name. */
async function askForBroker(ask: (orNumber: string) => Promise<string>, sources: ConfigSources): Promise<Additions> {
  const { terminal, ownAddresses = [] } = sources;
  const found = terminal.canAsk ? await listBrokers(sources) : [];
  const orNumber = found.length > 0 ? ", or a number of the list" : "";
  const first = await ask(orNumber);
  const picked = chosen(found, first);
  if (picked) return { host: mdns, trust: picked.name };
  const reason = whyOutOfReach(brokerAddress({ broker: first }, {}).host, ownAddresses);
  if (reason !== undefined) terminal.say(reason);
  const { host, port, tls, username, password } = brokerAddress({ broker: reason === undefined ? first : await ask(orNumber) }, {});
  return { host, port: host === mdns ? undefined : port, tls, username, mqttPassword: password };
}

/** Adds what only the person at the keyboard knows. */
async function complete(
  config: JsonObject,
  { added, newNetwork, newBroker, newLogin, asks }: { added: Additions; newNetwork: boolean; newBroker: boolean; newLogin: boolean; asks: boolean },
  sources: ConfigSources,
): Promise<JsonObject> {
  const { terminal, advice = commandLineAdvice } = sources;
  const more: Additions = {};
  const need = async (what: string, question: string, hidden: boolean, instead: string): Promise<string> => {
    if (!asks) throw new UserError(`${what} is missing, and there is nobody to ask: ${instead}`, exitCodes.usage);
    return terminal.ask(question, hidden);
  };
  if (textAt(config, "wifi", "ssid") === "") {
    more.ssid = await need("the Wi-Fi's name", "Wi-Fi name: ", false, advice.giveWifi);
  }
  // A password belongs to the network it was given for.
  if ((more.ssid !== undefined || newNetwork) && added.wifiPassword === undefined) {
    more.wifiPassword = await need("the Wi-Fi's password", "Wi-Fi password (not shown; press Enter for an open network): ", true, advice.giveWifiPassword);
  }
  if (textAt(config, "mqtt", "host") === "") {
    const ask = (orNumber: string): Promise<string> => need("the broker's address", `MQTT broker, as host or host:port${orNumber}: `, false, advice.giveBroker);
    Object.assign(more, await askForBroker(ask, asks ? sources : { ...sources, findBrokers: undefined }));
  } else if (asks && added.host === mdns && added.trust === undefined) {
    Object.assign(more, await askForTrust(sources));
  }
  const newTrust = more.trust !== undefined && more.trust !== textAt(config, "mqtt", "trust");
  if (asks && (newBroker || more.host !== undefined || newTrust) && added.username === undefined && more.username === undefined) {
    const name = await terminal.ask("User name for the broker (press Enter if it needs none): ");
    // Those of another broker do not fit.
    if (name !== "") more.username = name;
    else if (textAt(config, "mqtt", "username") !== "") Object.assign(more, { username: "", mqttPassword: added.mqttPassword ?? "" });
  }
  const asUser = more.username ?? (newLogin ? added.username : undefined) ?? "";
  if (asUser !== "" && added.mqttPassword === undefined && more.mqttPassword === undefined) {
    more.mqttPassword = await need("the broker's password", "The broker's password (not shown): ", true, advice.giveBrokerPassword);
  }
  return withAdditions(config, more);
}
