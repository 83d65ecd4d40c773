/**
 * The node: its parts, wired to the board. Follow a press: board/esp32.ts -> button.ts -> here -> messages.ts ->
 * mqtt.ts -> tinymqtt; and a command: tinymqtt -> mqtt.ts -> here -> commands.ts -> led.ts -> board/esp32.ts.
 */
import * as esp32 from "../../board/esp32.ts";
import { readNow, sensorKinds } from "../../board/sensors/kinds.ts";
import type { Message } from "tinymqtt";
import { contact, setUpButton, type ButtonEvent } from "./button.ts";
import { up } from "./clock.ts";
import { setUpConsole } from "./console.ts";
import { applyCommand, ledState, setUpLed } from "./led.ts";
import { Priority, setUpMessages } from "./messages.ts";
import { client, sendError, sendHealth, sendSensor, sendState, setUpMqtt } from "./mqtt.ts";
import { seldom } from "./seldom.ts";
import { lookAtSensors, setUpSensors, type SensorConfig, type Watched } from "./sensors.ts";
import { setUpStatus, showStatus, Status } from "./status.ts";
import { joinWifi, setUpWifi, wifiLosses } from "./wifi.ts";

/** The version of package.json, put in by the build. */
declare const VERSION: string;

/** s: longer than a blocking TCP connect or DNS look-up takes, so that only a hang is a hang. */
const WATCHDOG = 90;
/** ms after which a boot counts as a good one. */
const LIVED = 60000;

let node = ""; // quoted JSON
let bootCount = 0;
let sntp = "";
let healthEvery = 0; // ms
let healthDue = 0; // ms of `up`
let lostAt = -1; // ms of `up`; -1: the link is up
let outage = 0; // ms
let lived: (() => void) | undefined;
let led: ReturnType<typeof esp32.openOutput>;
let light: ReturnType<typeof esp32.openOutput>; // the status LED

function writeLed(level: number): void {
  esp32.setOutput(led, level);
}

function writeStatus(level: number): void {
  esp32.setOutput(light, level);
}

function pressed(event: ButtonEvent, at: number, held?: number): void {
  const fields = '"type":"button","event":"' + event + '"';
  sendSensor(held === undefined ? fields : fields + ',"held":' + held, at, Priority.Button);
}

function edged(isPressed: boolean, at: number): void {
  contact(isPressed, up(at));
}

function ledChanged(id?: string): void {
  sendState(ledState() + (id === undefined ? "}" : ',"id":' + seldom().quote(id) + "}"));
}

/** A message on a control topic. */
function commanded(command: Message): void {
  const lib = seldom();
  // A retained command would come again at every reconnect.
  const parsed = command.retain ? "a retained command is ignored" : lib.parseCommand(command.message);
  if (typeof parsed !== "string") {
    applyCommand(parsed);
    return;
  }
  console.log("command refused: " + parsed);
  sendError(
    '{"node":' + node + ',"error":' + lib.quote(parsed) + ',"topic":' + lib.quote(command.topic) +
      ',"payload":' + lib.quote(command.message.substr(0, 64)) + "}",
  );
}

function mqttChanged(reason: string): void {
  if (reason) {
    if (lostAt < 0) lostAt = up();
    showStatus(reason.indexOf("refused") === 0 ? Status.Refused : Status.Broker);
    return;
  }
  if (lostAt >= 0) outage = up() - lostAt;
  lostAt = -1;
  healthDue = 0;
  showStatus(Status.Online);
  ledChanged();
}

function wifiChanged(ip: string, reason: string, wait: number): void {
  if (ip) {
    console.log("wifi: connected, " + ip);
    showStatus(Status.Broker);
    client.connect();
    if (sntp) esp32.keepTime(sntp);
  } else {
    console.log("wifi: " + reason + "; trying again in " + (wait / 1000).toFixed(1) + " s");
    client.suspend("Wi-Fi: " + reason);
    showStatus(Status.Wifi);
  }
}

/** Once a second: what must happen without anybody asking. */
function tick(): void {
  setTimeout(tick, 1000);
  E.kickWatchdog();
  const now = up();
  if (lived && now >= LIVED) {
    lived();
    lived = undefined;
  }
  lookAtSensors(function (error) {
    seldom().crashed(error);
  });
  if (!client.connected || now < healthDue) return;
  healthDue = now + healthEvery;
  sendHealth(
    seldom().healthJson({
      node: node,
      boot: bootCount,
      version: VERSION,
      rssi: esp32.rssi(),
      wifiLosses: wifiLosses,
      up: now,
      down: outage,
      mqtt: client,
    }),
  );
}

function toWatch(sensor: SensorConfig): Watched {
  const kind = sensorKinds()[sensor.kind];
  const lib = seldom();
  return {
    kind: sensor.kind,
    pin: sensor.pin,
    head: '"type":"reading","sensor":' + lib.quote(sensor.name) + ',"value":',
    tail: ',"unit":' + lib.quote(kind ? kind[0] : ""),
    every: sensor.every,
    change: sensor.change,
    due: 0,
    last: NaN,
  };
}

function startNode(boot: number, onLived: () => void): void {
  const config = seldom().readConfig();
  const name = config.node || "ding-" + esp32.chipId();
  const wifi = config.wifi;

  esp32.seedRandom(boot);
  node = seldom().quote(name);
  bootCount = boot;
  lived = onLived;
  sntp = config.sntp;
  healthEvery = config.health;
  [
    function () {
      if (!config.status.pin) return;
      light = esp32.openOutput(config.status.pin, config.status.activeLow);
      setUpStatus(writeStatus);
    },
    function () {
      setUpMessages(node, boot);
      setUpMqtt(config, name, commanded, mqttChanged);
    },
    function () {
      led = esp32.openOutput(config.led.pin, config.led.activeLow);
      setUpLed(writeLed, ledChanged);
    },
    function () {
      setUpButton(config.button, pressed);
      esp32.watchButton(config.button.pin, config.button.activeLow, edged);
    },
    function () {
      setUpSensors(config.sensors.map(function (sensor) {
        return toWatch(sensor);
      }), readNow, sendSensor);
    },
    function () {
      setUpConsole();
    },
    function () {
      esp32.stopAccessPoint();
    },
    function () {
      setUpWifi(esp32.wifi(wifi.ssid, wifi.password), config.retry, Math.random, wifiChanged);
    },
  ].forEach(function (setUp) {
    try {
      setUp();
    } catch (error) {
      seldom().crashed(error);
    }
  });

  E.enableWatchdog(WATCHDOG, false);
  console.log("ding " + VERSION + ": " + name + ", boot " + boot + "; ding.help() tells more");
  tick();
  if (wifi.ssid && config.mqtt.host) {
    showStatus(Status.Wifi);
    joinWifi();
    return;
  }
  console.log(
    "config: " + (wifi.ssid ? "" : "wifi.ssid is missing. ") + (config.mqtt.host ? "" : "mqtt.host is missing. ") +
      'The node stays offline. To set it, type here\n  require("Storage").write("ding.json",' +
      '\'{"wifi":{"ssid":"...","password":"..."},"mqtt":{"host":"..."}}\');load()',
  );
  showStatus(Status.NoConfig);
}

/** What only the start needs. Nothing in here may leave a closure behind: it would keep all of it in RAM. */
function starting(): { start: typeof startNode } {
  "on demand";
  return { start: startNode };
}

/** Starts the node in its `boot`th boot; `onLived` is called once it has run for a minute. */
export function start(boot: number, onLived: () => void): void {
  starting().start(boot, onLived);
}
