/**
 * The node: its parts, wired to the board. Follow a press: board/esp32.ts -> button.ts -> here -> messages.ts ->
 * mqtt.ts -> tinymqtt; and a command: tinymqtt -> mqtt.ts -> here -> commands.ts -> led.ts -> board/esp32.ts.
 */
import * as esp32 from "../../board/esp32.ts";
import { sensorKinds, sensors } from "../../board/sensors/kinds.ts";
import type { Message } from "tinymqtt";
import { contact, setUpButton, type ButtonEvent } from "./button.ts";
import { up } from "./clock.ts";
import { setUpConsole } from "./console.ts";
import { led, setUpLed } from "./led.ts";
import { healthDue, ledChanged, link, mqttTold, nodeJson, setUpLink, wifiTold } from "./link.ts";
import { Priority, setUpMessages } from "./messages.ts";
import { client, sendError, sendSensor, setUpMqtt } from "./mqtt.ts";
import { lookAtSensors, setUpSensors, type SensorConfig, type Watched } from "./sensors.ts";
import { setUpStatus, showStatus, Status } from "./status.ts";
import { text } from "./texts.ts";
import { setUpWifi } from "./wifi.ts";

/** The version of package.json, put in by the build. */
declare const VERSION: string;

/** s: longer than a blocking TCP connect or DNS look-up takes, so that only a hang is a hang. */
const WATCHDOG = 90;
/** ms after which a boot counts as a good one. */
const LIVED = 60000;

let lived: (() => void) | undefined;

/** A part that crashes is named with its stack, and takes no other with it. */
function crashed(error: unknown): void {
  console.log("crash: " + String(error) + "\n" + String((error as Error).stack));
}

function pressed(event: ButtonEvent, at: number, held?: number): void {
  const fields = '"type":"button","event":"' + event + '"';
  sendSensor(held === undefined ? fields : fields + ',"held":' + held, at, Priority.Button);
}

/** A message on a control topic. */
function commanded(command: Message): void {
  // A retained command would come again at every reconnect.
  const parsed = command.retain ? "a retained command is ignored" : text().command(command.message);
  if (typeof parsed !== "string") {
    led().apply(parsed);
    return;
  }
  const lib = text();
  console.log("command refused: " + parsed);
  sendError(
    '{"node":' + nodeJson + ',"error":' + lib.quote(parsed) + ',"topic":' + lib.quote(command.topic) +
      ',"payload":' + lib.quote(command.message.substr(0, 64)) + "}",
  );
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
    crashed(error);
  });
  if (client.connected && now >= healthDue) link().sayHealth(now);
}

function toWatch(sensor: SensorConfig): Watched {
  const kind = sensorKinds()[sensor.kind];
  const lib = text();
  return {
    kind: sensor.kind,
    pin: sensor.pin,
    name: lib.quote(sensor.name),
    unit: lib.quote(kind ? kind[0] : ""),
    every: sensor.every,
    change: sensor.change,
    due: 0,
    last: NaN,
  };
}

function startNode(boot: number, onLived: () => void): void {
  const config = text().config();
  const name = config.node || "ding-" + esp32.chipId();
  const quoted = text().quote(name);
  const wifi = config.wifi;

  esp32.seedRandom(boot);
  lived = onLived;
  setUpLink(quoted, boot, config.health, config.sntp);
  [
    function () {
      if (config.status.pin) setUpStatus(esp32.openOutput(config.status.pin, config.status.activeLow), esp32.setOutput);
    },
    function () {
      setUpMessages(quoted, boot);
      setUpMqtt(config, name, commanded, mqttTold);
    },
    function () {
      setUpLed(esp32.openOutput(config.led.pin, config.led.activeLow), esp32.setOutput, ledChanged);
    },
    function () {
      setUpButton(config.button, pressed);
      esp32.watchButton(config.button.pin, config.button.activeLow, contact);
    },
    function () {
      setUpSensors(config.sensors.map(function (sensor) {
        return toWatch(sensor);
      }), sensors, sendSensor);
    },
    function () {
      setUpConsole();
    },
    function () {
      esp32.stopAccessPoint();
    },
    function () {
      esp32.setUpWifi(wifi.ssid, wifi.password);
      setUpWifi(esp32.wifi, config.retry, Math.random, wifiTold);
    },
  ].forEach(function (setUp) {
    try {
      setUp();
    } catch (error) {
      crashed(error);
    }
  });

  E.enableWatchdog(WATCHDOG, false);
  console.log("ding " + VERSION + ": " + name + ", boot " + boot + "; ding.help() tells more");
  tick();
  if (wifi.ssid && config.mqtt.host) {
    link().join();
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
