/** The node: its parts, wired to the board. Follow a press from here: button -> messages -> mqtt -> tinymqtt. */
import * as esp32 from "../../board/esp32.ts";
import { openSensor, sensorKinds } from "../../board/sensors/kinds.ts";
import { createButton } from "./button.ts";
import { createClock } from "./clock.ts";
import { parseCommand } from "./commands.ts";
import { loadConfig } from "./config.ts";
import { healthJson } from "./health.ts";
import { createLed } from "./led.ts";
import { createMessages, Priority } from "./messages.ts";
import { createMqtt } from "./mqtt.ts";
import { createSensor } from "./sensors.ts";
import { createStatus, Status } from "./status.ts";
import { createWifi } from "./wifi.ts";

/** The `device` of flash.config.json as JSON text, put in by the build. */
declare const DEVICE: string;
/** The version of package.json, put in by the build. */
declare const VERSION: string;

/** Starts the node in its `boot`th boot; `lived` is called once it has run for a minute. */
export function start(boot: number, lived: () => void): void {
  const log = esp32.log;
  const clock = createClock(esp32.now);
  const up = clock.up;
  const kinds = sensorKinds();
  const config = loadConfig(DEVICE, esp32.read("ding.json"), esp32.hasPin, kinds, log);
  const node = config.node || "ding-" + esp32.chipId();
  const showStatus = config.status.pin
    ? createStatus(esp32.output(config.status.pin, config.status.activeLow))
    : undefined;
  const health = config.health;
  let healthDue = 0;
  let lostAt = -1; // ms of `up`; -1: not since the last connect
  let down = 0;
  let diary: (() => void) | undefined = lived;

  function status(now: Status): void {
    if (showStatus) showStatus(now);
  }

  const led = createLed(esp32.output(config.led.pin, config.led.activeLow), function (id) {
    mqtt.state(led.json(id));
  });

  const mqtt = createMqtt(
    config,
    node,
    esp32.random,
    log,
    function (message) {
      const command = message.retain
        ? "a retained command is ignored: it would come again at every reconnect"
        : parseCommand(message.message);
      if (typeof command === "string") mqtt.refuse(command, message);
      else led.apply(command);
    },
    function (reason) {
      if (reason) {
        if (lostAt < 0) lostAt = up();
        status(reason.indexOf("refused") === 0 ? Status.Refused : Status.Broker);
        return;
      }
      if (lostAt >= 0) down = up() - lostAt;
      lostAt = -1;
      status(Status.Online);
      mqtt.state(led.json());
      healthDue = 0;
    },
  );

  const wifi = createWifi(
    esp32.wifi(config.wifi.ssid, config.wifi.password),
    config.retry,
    esp32.random,
    function (ip, reason, wait) {
      if (ip) {
        log("wifi: connected, " + ip);
        status(Status.Broker);
        if (config.sntp) esp32.keepTime(config.sntp);
        mqtt.client.connect();
      } else {
        log("wifi: " + reason + "; trying again in " + (wait / 1000).toFixed(1) + " s");
        mqtt.client.suspend("Wi-Fi: " + reason);
        status(Status.Wifi);
      }
    },
  );

  const send = createMessages(node, boot, clock, mqtt.sensor);

  const edge = createButton(config.button, up, function (event, at, held) {
    const fields = '"type":"button","event":"' + event + '"';
    send(held === undefined ? fields : fields + ',"held":' + held, at, Priority.Button);
  });
  esp32.watchButton(config.button.pin, config.button.activeLow, config.button.debounce, function (pressed, at) {
    edge(pressed, up(at));
  });

  const sensors = config.sensors.map(function (sensor) {
    const kind = kinds[sensor.kind];
    return createSensor(sensor, kind ? kind[0] : "", openSensor(sensor.kind, sensor.pin), up, function (fields, at) {
      send(fields, at, Priority.Reading);
    });
  });

  /** Once a second: what must happen without anybody asking. */
  function tick(): void {
    setTimeout(tick, 1000);
    esp32.alive();
    const now = up();
    if (diary && now >= 60000) {
      diary();
      diary = undefined;
    }
    sensors.forEach(function (look) {
      try {
        look();
      } catch (error) {
        log("sensor: " + String(error) + "\n" + String((error as Error).stack));
      }
    });
    if (mqtt.client.connected && now >= healthDue) {
      healthDue = now + health;
      mqtt.health(
        healthJson(node, boot, VERSION, {
          up: now,
          memory: esp32.memory(),
          rssi: esp32.rssi(),
          wifiLosses: wifi.losses(),
          down: down,
          mqtt: mqtt.client,
        }),
      );
    }
  }

  esp32.watchdog();
  tick();
  log("ding " + VERSION + ": " + node + ", boot " + boot);
  if (config.wifi.ssid && config.mqtt.host) {
    status(Status.Wifi);
    wifi.start();
  } else {
    const missing = config.wifi.ssid ? "mqtt.host" : config.mqtt.host ? "wifi.ssid" : "wifi.ssid and mqtt.host";
    log(
      "config: " + missing + " missing, so the node stays offline. To set it, type here\n" +
        '  require("Storage").writeJSON("ding.json",{wifi:{ssid:"...",password:"..."},mqtt:{host:"..."}});load()',
    );
    status(Status.NoConfig);
  }
}
