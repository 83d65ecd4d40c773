/**
 * The node: its parts, wired to each other and to a board. Follow a press: board/esp32/pins.ts -> button.ts ->
 * flash-outbox.ts (publishEvent, messages.ts) -> tinymqtt; a command: tinymqtt -> outputs.ts (onMessage) -> commands.ts ->
 * led.ts -> board/esp32/pins.ts and mqtt.ts (publishState).
 */
import { Reason } from "tinymqtt/reasons";
import { kickWatchdog, lockConsole, memory, seedRandom, serialNumber, startWatchdog, wifi } from "../../board/esp32/chip.ts";
import { openDoors } from "../../board/esp32/doors.ts";
import { setOutput, watchContact } from "../../board/esp32/pins.ts";
import { sensorKinds } from "../../board/sensors/kinds.ts";
import { createButton, findButton, simulatePress, type Button } from "./button.ts";
import { up } from "./clock.ts";
import { wifiNetworks, type Config } from "./config.ts";
import { attendConfigTrial, claimConfig, publishConfigState } from "./config-trial.ts";
import { setUpConsole, type NodeConsole } from "./console.ts";
import { announce, setUpDiscovery } from "./discovery.ts";
import { endOutage, healthMessage, startOutage } from "./health.ts";
import { attendOutbox, doubtAfter, flashLog, holdAll, publishEvent, publishReading, setUpOutbox } from "./flash-outbox.ts";
import { boot, defaultName, node, setIdentity } from "./identity.ts";
import { findOutput, ledState } from "./led.ts";
import { rememberLeds } from "./led-memory.ts";
import type { BootJournal } from "./journal.ts";
import { log, LogPrefix, LogText } from "./log.ts";
import { hasNetwork, reportMissingConfig } from "./missing-config.ts";
import { client, publishHealth, publishOnline, setUpMqtt, stateTopic } from "./mqtt.ts";
import { handleCommand, memories, onMessage, outputs, publishStates, startOutputs } from "./outputs.ts";
import { readConfig } from "./read-config.ts";
import { markOffline, markOnline, setUpRecovery, supervise } from "./recovery.ts";
import { PageAt } from "./region-layout.ts";
import { restart, restartText } from "./restart.ts";
import { pollSensors, setUpSensors } from "./sensors.ts";
import { setUpVerifier, verifier } from "./signed-commands.ts";
import { setUpStatusLed, showStatus, Status } from "./status-led.ts";
import { attendTrial } from "./trial.ts";
import { publishUpdateState } from "./update.ts";
import { join, setUpWifi } from "./wifi.ts";

/** The version in package.json, inserted by the build. */
declare const VERSION: string;

/** ms after which a boot counts as stable. */
const stableAfter = 60000;

/** The first is the setting `button`. */
const buttons: Button[] = [];
let sntp = "";
let healthInterval = 0;
/** ms of `up`. */
let healthDueAt = 0;
/** Called once this boot counts as stable. */
let onStable: (() => void) | undefined;

/**
 * Starts the node for the `bootNumber`th time.
 * @param whenStable called once it has run for a minute
 * @param lastRestart the mark of the node's own restart just before this boot; "" if there was none
 * @param restartsInRow its own restarts in a row, with no connection between
 */
export function start(bootNumber: number, whenStable: () => void, lastRestart: BootJournal["restart"], restartsInRow: number): void {
  onStable = whenStable;
  const config = claimAndReadConfig(false);
  identify(config, bootNumber, lastRestart);
  const isConfigured = hasNetwork(config) && config.mqtt.host !== "";
  startParts(config);
  log(LogPrefix.Node, VERSION + ": " + node + LogText.NodeBoot + boot + "; ding.help()");
  if (isConfigured) setUpRecovery(config.recovery, restartsInRow);
  everySecond();
  if (isConfigured) join();
  else reportMissingConfig(config);
}

/** Runs instead of `start` in safe mode: shows it on the status LED, and keeps presses in flash for a boot that sends them. */
export function safeMode(bootNumber: number): void {
  const config = claimAndReadConfig(true);
  setUpConsoles(config);
  setUpStatusLed(setOutput, config.status);
  showStatus(Status.SafeMode);
  identify(config, bootNumber, "");
  setUpMessages(config);
  startButtons(config);
  readClock();
}

/** In safe mode nothing else calls `up`, which must be called every second. */
function readClock(): void {
  setTimeout(readClock, 1000);
  up();
}

function claimAndReadConfig(isSafeMode: boolean): Config {
  try {
    claimConfig(isSafeMode);
  } catch (error) {
    reportError(error);
  }
  return readConfig();
}

function identify(config: Config, bootNumber: number, lastRestart: BootJournal["restart"]): void {
  setIdentity(config.node || defaultName(serialNumber()), bootNumber, restartText(lastRestart));
}

/**
 * Starts the parts one by one: if one crashes, the others still start. Not a loop over a list of functions: the build must
 * leave in RAM for good what is handed on as a value.
 */
function startParts(config: Config): void {
  try {
    startChip(config);
  } catch (error) {
    reportError(error);
  }
  try {
    startMqtt(config);
  } catch (error) {
    reportError(error);
  }
  try {
    startOutputsAndStatus(config);
  } catch (error) {
    reportError(error);
  }
  try {
    startButtons(config);
  } catch (error) {
    reportError(error);
  }
  try {
    startWifi(config);
  } catch (error) {
    reportError(error);
  }
  try {
    startSensors(config);
  } catch (error) {
    reportError(error);
  }
  setUpConsole(makeConsole);
}

/** Makes the interpreter print an error with its stack, as if uncaught. */
function reportError(error: unknown): void {
  setTimeout(rethrow, 0, error);
}

function rethrow(error: unknown): void {
  throw error;
}

function startChip(config: Config): void {
  setUpConsoles(config);
  startWatchdog();
  seedRandom(serialNumber() + boot);
}

/** Locks the consoles, and opens those that doors.ts has closed, if the configuration says so. */
function setUpConsoles(config: Config): void {
  const password = config.console.password;
  if (password) lockConsole(password);
  if (!config.console.remote) return;
  openDoors();
  const lock = password ? "with its password" : "without a password";
  console.log("console: open " + lock + " on TCP port 23 and Bluetooth, because console.remote is set");
}

function setUpMessages(config: Config): void {
  setUpMqtt(config, hasRoom);
  setUpVerifier(config.mqtt.key, config.mqtt.sign);
  setUpOutbox(config.mqtt.key ? Math.min(config.journal, PageAt.FirstCounters) : config.journal);
}

function startMqtt(config: Config): void {
  setUpMessages(config);
  healthInterval = config.health;
  setUpDiscovery(config);
  client.on("message", onMessage);
  client.on("connected", onMqttConnected);
  client.on("disconnected", onMqttDown);
  client.on("failed", onMqttDown);
  client.on("error", onMqttError);
}

/** Whether another message may be queued: a fifth of the memory stays free. */
function hasRoom(): boolean {
  const found = memory();
  return found.used < 0.8 * found.total;
}

function startOutputsAndStatus(config: Config): void {
  setUpStatusLed(setOutput, config.status);
  startOutputs(config, setOutput);
}

function startButtons(config: Config): void {
  buttons.push(createButton(watchContact, config.button, publishEvent));
  for (const button of config.buttons) buttons.push(createButton(watchContact, button, publishEvent));
}

function startWifi(config: Config): void {
  sntp = config.sntp;
  setUpWifi(wifi(), config, onWifiUp, onWifiDown);
}

function startSensors(config: Config): void {
  setUpSensors(config.sensors, sensorKinds(), publishReading);
}

/** The periodic work. */
function everySecond(): void {
  setTimeout(everySecond, 1000);
  kickWatchdog();
  if (onStable && up() >= stableAfter) {
    const whenStable = onStable;
    onStable = undefined;
    whenStable();
    attendTrial();
    attendConfigTrial();
  }
  pollSensors();
  if (flashLog || client.sinceReceipt >= doubtAfter) attendOutbox();
  const reason = supervise(flashLog ? 0 : client.queued); // with a log, what the client holds goes into flash before a restart
  if (reason) restart(reason);
  if (memories.length) rememberLeds(memories);
  if (client.connected && up() >= healthDueAt) {
    healthDueAt = up() + healthInterval;
    publishHealth(healthMessage(memory()));
  }
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
  endOutage();
  markOnline();
  publishOnline();
  publishStates();
  announce();
  if (verifier) publishUpdateState();
  publishConfigState();
  attendOutbox();
  healthDueAt = 0;
  showStatus(Status.Online);
}

/** A connection or an attempt has ended. */
function onMqttDown(reason: string, code?: Reason, wait?: number): void {
  if (code === Reason.VersionRefused) {
    log(LogPrefix.Mqtt, LogText.VersionRefused);
    return;
  }
  log(LogPrefix.Mqtt, reason + (wait ? LogText.Retry + (wait / 1000).toFixed(1) + " s" : ""));
  holdAll();
  startOutage();
  markOffline(code === Reason.Refused);
  if (code !== Reason.Suspended) showStatus(code === Reason.Refused ? Status.Refused : Status.NoBroker);
}

/** Logs an error that does not end the connection. */
function onMqttError(what: string): void {
  log(LogPrefix.Mqtt, what);
}

function makeConsole(): NodeConsole {
  return {
    status: function () {
      console.log(client.connected ? "online" : "offline", healthMessage(memory()), ledState(outputs[0]!, undefined));
    },
    press: function (name) {
      simulatePress(findButton(buttons, name));
    },
    // Invalid commands are answered on the error topic, as from MQTT.
    led: function (command, name) {
      const text = typeof command === "string" ? command : String(JSON.stringify(command));
      handleCommand(findOutput(outputs, stateTopic(name || "led")), { topic: "ding.led", message: text });
    },
    help: function () {
      console.log('ding.status() ding.press() ding.led("toggle") ding.config');
    },
    get config() {
      const config = readConfig();
      for (const network of wifiNetworks(config)) network.password = "(not shown)";
      config.mqtt.password = config.mqtt.key = config.console.password = "(not shown)";
      return config;
    },
  };
}
