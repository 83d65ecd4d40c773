/**
 * The node: its parts, wired to each other and to a board. Follow a press: board/esp32/pins.ts -> button.ts -> messages.ts
 * -> mqtt.ts -> tinymqtt; and a command: tinymqtt -> onMessage -> commands.ts -> led.ts -> board/esp32/pins.ts.
 */
import type { Message } from "tinymqtt";
import { Reason } from "tinymqtt/reasons";
import type { PinTable } from "../../board/board.ts";
import { kickWatchdog, lockConsole, memory, readFile, readLooseJson, restartChip, seedRandom, serialNumber, startWatchdog, wifi, writeAt } from "../../board/esp32/chip.ts";
import { openDoors } from "../../board/esp32/doors.ts";
import { setOutput, watchContact } from "../../board/esp32/pins.ts";
import { sensorKinds } from "../../board/sensors/kinds.ts";
import { createButton, pressByHand, type Button, type ButtonEvent } from "./button.ts";
import { up } from "./clock.ts";
import { parseCommand } from "./commands.ts";
import { isLooseJson, loadConfig, type Config, type ConfigBasis } from "./config.ts";
import { setUpConsole, type NodeConsole } from "./console.ts";
import { healthMessage, outageBegan, outageEnded } from "./health.ts";
import { boot, node, quotedNode, setIdentity } from "./identity.ts";
import { applyCommand, createLed, ledState, type Led } from "./led.ts";
import { isSecondInUse, journalSize, Mark, readJournal, type Journal } from "./journal.ts";
import { log, LogPrefix, LogText } from "./log.ts";
import { eventMessage, readingMessage } from "./messages.ts";
import { client, publishError, publishEvent, publishHealth, publishOnline, publishReading, publishState, setUpMqtt } from "./mqtt.ts";
import { climb, mqttIsDown, mqttIsUp, setUpRecovery, type RestartMark } from "./recovery.ts";
import { lookAtSensors, setUpSensors } from "./sensors.ts";
import { setUpStatusLed, showStatus, Status } from "./status-led.ts";
import { quote } from "./utf8.ts";
import type { Fault } from "./validate.ts";
import { join, setUpWifi } from "./wifi.ts";

/** Put in by the build: the version of package.json, the configuration's defaults and the board's pins, in JSON. */
declare const VERSION: string;
declare const DEFAULTS: string;
declare const PINS: string;

const configFile = "ding.json";
/** ms after which a boot counts as a good one. */
const livedAfter = 60000;
/** Bytes of a refused payload that are told. */
const shownPayload = 64;

let button: Button;
let led: Led;
let sntp = "";
let healthEvery = 0;
/** ms of `up`. */
let healthDue = 0;
/** Called once the boot counts as a good one. */
let onLived: (() => void) | undefined;

/**
 * Starts the node for the `bootNumber`th time.
 * @param lived is called once it has run for a minute
 * @param lastRestart the mark of a restart that the node itself made just before; "" for none
 */
export function start(bootNumber: number, lived: () => void, lastRestart: Journal["restart"]): void {
  onLived = lived;
  const config = readConfig();
  setIdentity(config.node || "ding-" + serialNumber().slice(-6), bootNumber, restartText(lastRestart));
  const isConfigured = config.wifi.ssid !== "" && config.mqtt.host !== "";
  startParts(config);
  log(LogPrefix.Node, VERSION + ": " + node + LogText.NodeBoot + boot + "; ding.help()");
  if (isConfigured) setUpRecovery(config.recovery);
  everySecond();
  if (isConfigured) join();
  else sayWhatIsMissing(config);
}

/** Shows on the status LED that the node was not started. */
export function safeMode(): void {
  const config = readConfig();
  setUpConsoles(config);
  setUpStatusLed(setOutput, config.status);
  showStatus(Status.SafeMode);
}

function restartText(mark: Journal["restart"]): string {
  if (mark === Mark.RestartMemory) return "short of memory";
  return mark && "offline for long";
}

/** Restarts the chip, and has the next boot know that this was no crash. The broker publishes the will. */
function restart(mark: RestartMark): void {
  const first = readJournal(readFile("ding.b0"), false);
  const second = readJournal(readFile("ding.b1"), false);
  const isSecond = isSecondInUse(first, second);
  const end = isSecond ? second.end : first.end;
  // Without room the boot is one that lived, or that did not.
  if (end && end < journalSize) writeAt(isSecond ? "ding.b1" : "ding.b0", mark, end, journalSize);
  restartChip();
}

/** A part that crashes at its start takes no other with it. */
function startParts(config: Config): void {
  try {
    startChip(config);
  } catch (error) {
    name(error);
  }
  try {
    startMqtt(config);
  } catch (error) {
    name(error);
  }
  try {
    startOutputs(config);
  } catch (error) {
    name(error);
  }
  try {
    startButton(config);
  } catch (error) {
    name(error);
  }
  try {
    startWifi(config);
  } catch (error) {
    name(error);
  }
  try {
    startSensors(config);
  } catch (error) {
    name(error);
  }
  setUpConsole(makeConsole);
}

/** Has the interpreter name an error, with its stack, as one that nobody caught. */
function name(error: unknown): void {
  setTimeout(raise, 0, error);
}

function raise(error: unknown): void {
  throw error;
}

/** Says on the console what is wrong with it. */
function readConfig(): Config {
  const kinds = sensorKinds();
  const sensorUses: ConfigBasis["sensorUses"] = {};
  for (const kind in kinds) sensorUses[kind] = kinds[kind]!.use;
  const basis = { defaults: JSON.parse(DEFAULTS) as Config, pins: JSON.parse(PINS) as PinTable, sensorUses: sensorUses };
  const text = readFile(configFile);
  const loose = text !== undefined && isLooseJson(text) ? readLooseJson(configFile) : undefined;
  const faults: Fault[] = [];
  const config = loadConfig(basis, text, loose, faults);
  for (const fault of faults) log(LogPrefix.Config, fault.what + (fault.instead && "; " + fault.instead));
  return config;
}

function startChip(config: Config): void {
  setUpConsoles(config);
  startWatchdog();
  seedRandom(serialNumber() + boot);
}

/** Locks the consoles, and opens those that doors.ts has shut, if the configuration asks for it. */
function setUpConsoles(config: Config): void {
  const password = config.console.password;
  if (password) lockConsole(password);
  if (!config.console.remote) return;
  openDoors();
  const lock = password ? "with its password" : "without a password";
  console.log("console: open to the network (port 23) and to Bluetooth, " + lock + ", as console.remote asks");
}

function startMqtt(config: Config): void {
  setUpMqtt(config, hasRoom);
  healthEvery = config.health;
  client.on("message", onMessage);
  client.on("connected", onMqttConnected);
  client.on("disconnected", onMqttDown);
  client.on("failed", onMqttDown);
  client.on("error", onMqttError);
}

/** Of the interpreter's memory, messages that wait may take so much that a fifth stays free. */
function hasRoom(): boolean {
  const found = memory();
  return found.used < 0.8 * found.total;
}

function startOutputs(config: Config): void {
  setUpStatusLed(setOutput, config.status);
  led = createLed(setOutput, config.led, publishState);
}

function startButton(config: Config): void {
  button = createButton(watchContact, config.button, onButtonEvent);
}

function startWifi(config: Config): void {
  sntp = config.sntp;
  setUpWifi(wifi(), config, onWifiUp, onWifiDown);
}

function startSensors(config: Config): void {
  setUpSensors(config.sensors, sensorKinds(), onReading);
}

function sayWhatIsMissing(config: Config): void {
  showStatus(Status.NotConfigured);
  const missing = (config.wifi.ssid ? "" : "wifi.ssid is missing.") + (config.wifi.ssid || config.mqtt.host ? "" : " ") + (config.mqtt.host ? "" : "mqtt.host is missing.");
  log(
    LogPrefix.Config,
    missing +
      LogText.StaysOffline +
      'Type\n  require("Storage").write("ding.json",' +
      '\'{"wifi":{"ssid":"...","password":"..."},"mqtt":{"host":"..."}}\');load()',
  );
}

/** What must happen without anybody asking. */
function everySecond(): void {
  setTimeout(everySecond, 1000);
  kickWatchdog();
  if (onLived && up() >= livedAfter) {
    const lived = onLived;
    onLived = undefined;
    lived();
  }
  lookAtSensors();
  const reason = climb(client.queued);
  if (reason) restart(reason);
  if (client.connected && up() >= healthDue) {
    healthDue = up() + healthEvery;
    publishHealth(healthMessage(memory()));
  }
}

function onButtonEvent(event: ButtonEvent, at: number, held?: number): void {
  publishEvent(eventMessage(event, at, held));
}

function onReading(quotedName: string, value: number, unit: string, at: number): void {
  publishReading(readingMessage(quotedName, value, unit, at));
}

/** What arrives on the control topics. */
function onMessage(message: Message): void {
  if (!message.message) return; // somebody clears a retained topic
  // A retained command would come again at every reconnect.
  if (message.retain) refuse(message.topic, message.message, "a retained command is ignored");
  else takeCommand(message.topic, message.message);
}

/** Does a command; one that is none changes nothing, is logged, and answered on the error topic. */
function takeCommand(topic: string, payload: string): void {
  const command = parseCommand(payload);
  if (typeof command === "string") refuse(topic, payload, command);
  else applyCommand(led, command);
}

function refuse(topic: string, payload: string, reason: string): void {
  console.log("command refused: " + reason);
  const shown = payload.substr(0, shownPayload);
  publishError('{"node":' + quotedNode + ',"error":' + quote(reason) + ',"topic":' + quote(topic) + ',"payload":' + quote(shown) + "}");
}

function onWifiUp(): void {
  showStatus(Status.NoBroker);
  client.connect();
  if (sntp) wifi().setSNTP(sntp, "0");
}

function onWifiDown(reason: string): void {
  showStatus(Status.NoWifi);
  client.suspend("Wi-Fi: " + reason);
}

function onMqttConnected(): void {
  log(LogPrefix.Mqtt, LogText.MqttConnected + node);
  outageEnded();
  mqttIsUp();
  publishOnline();
  publishState(ledState(led, undefined), false);
  healthDue = 0;
  showStatus(Status.Online);
}

/** A connection, or an attempt, has ended. */
function onMqttDown(reason: string, code?: Reason): void {
  log(LogPrefix.Mqtt, reason);
  outageBegan();
  mqttIsDown(code === Reason.Refused);
  if (code !== Reason.Suspended) showStatus(code === Reason.Refused ? Status.Refused : Status.NoBroker);
}

/** Something that the connection gets over. */
function onMqttError(what: string): void {
  log(LogPrefix.Mqtt, what);
}

function makeConsole(): NodeConsole {
  return {
    status: function () {
      console.log(client.connected ? "online" : "offline", healthMessage(memory()), ledState(led, undefined));
    },
    press: function () {
      pressByHand(button);
    },
    // As from a control topic: what is no command is answered on the error topic.
    led: function (command) {
      const text = typeof command === "string" ? command : String(JSON.stringify(command));
      takeCommand("ding.led", text);
    },
    help: function () {
      console.log('ding.status() ding.press() ding.led("toggle") ding.config');
    },
    get config() {
      const config = readConfig();
      config.wifi.password = config.mqtt.password = config.console.password = "(not shown)";
      return config;
    },
  };
}
