/**
 * The node's configuration: the defaults that are compiled in, overridden key by key by the Storage file `ding.json`.
 * Whatever is wrong is named on the console and its default used: the node always boots.
 */
import type { PinUse } from "../../board/board.ts";
import type { ButtonConfig } from "./button.ts";
import type { Retry } from "./link.ts";
import { isPlain, merge, type Plain } from "./rules.ts";
import type { SensorConfig } from "./sensors.ts";
import { text as texts } from "./text.ts";

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
  };
  button: ButtonConfig & { pin: string; activeLow: boolean };
  led: { pin: string; activeLow: boolean };
  status: { pin: string; activeLow: boolean };
  sensors: SensorConfig[];
  retry: Retry;
  /** Messages kept while offline. */
  queue: number;
  /** ms between health messages. */
  health: number;
  /** Host of the time server; "" for none. */
  sntp: string;
}

/** What each key may be, in the words of rules.ts. The one source of the check, the JSON Schema and the README's table. */
export function configRules(): Plain {
  const led = { pin: "pin output", activeLow: "boolean" };
  return {
    node: "name 0 32",
    base: "topic 1 64",
    wifi: { ssid: "text 0 32", password: "text 0 63" },
    mqtt: {
      host: "text 0 253",
      port: "integer 1 65535",
      username: "text 0 128",
      password: "text 0 128",
      keepalive: "integer 5 65535",
      tls: "boolean",
    },
    button: {
      pin: "pin input",
      activeLow: "boolean",
      debounce: "integer 0 1000",
      long: "integer 100 60000",
      double: "integer 50 5000",
      events: "list press release click double long",
    },
    led: led,
    status: led,
    sensors: "array",
    retry: { first: "integer 100 3600000", longest: "integer 100 86400000" },
    queue: "integer 1 1000",
    health: "integer 1000 86400000",
    sntp: "text 0 253",
  };
}

/** What each key of a sensor may be. */
export function sensorRules(kinds: string): Plain {
  return {
    name: "name 1 32",
    kind: "one " + kinds,
    pin: "pin", // what for, the kind says
    every: "integer 1000 86400000",
    change: "number 0 1000000",
  };
}

/**
 * Defaults (JSON, known to be good) overridden by `text` (the file's bytes; undefined: no file). The console gets a line for each thing
 * that is wrong; `kinds` are the kinds of sensor with what they need of their pin;
 * `readLoose` reads the file as Storage.readJSON does.
 */
export function loadConfig(
  defaults: string,
  text: string | undefined,
  hasPin: (name: string, use: string) => boolean,
  kinds: { [kind: string]: [unit: string, use: PinUse | "", ...rest: unknown[]] },
  readLoose?: () => unknown,
): Config {
  const config = JSON.parse(defaults) as Config;
  const original = JSON.parse(defaults) as Config;
  const lib = texts();
  let mine: unknown;

  function complain(line: string): void {
    console.log("config: " + line);
  }

  if (text === undefined) {
    complain("no ding.json in Storage; using the defaults");
  } else {
    let why = " must be an object {...}";
    if (text.length > 4096) why = ": over 4096 bytes"; // its texts would take all RAM, boot after boot
    // Storage.writeJSON leaves the quotes of its keys away, but for "$schema", and only Storage.readJSON reads that.
    else if (readLoose && text.charAt(0) === "{" && text.charAt(text.charAt(2) === "$" ? text.indexOf(",") + 1 : 1) > "@") {
      mine = readLoose();
    } else {
      mine = lib.parseJson(text, function (what) {
        why = ": " + what;
      });
    }
    if (!isPlain(mine)) complain("ding.json" + why + "; using the defaults");
  }
  if (isPlain(mine)) {
    const over = mine;
    merge(config as unknown as Plain, over, configRules(), "", hasPin, complain);
    if (Array.isArray(over.sensors)) {
      config.sensors = [];
      over.sensors.forEach(function (item: unknown, i: number) {
        const path = "sensors[" + i + "].";
        const sensor: SensorConfig = { name: "sensor" + i, kind: "analog", pin: "", every: 60000, change: 0 };
        if (!isPlain(item)) complain("sensors[" + i + "] must be an object {...}; leaving it out");
        else {
          merge(sensor as unknown as Plain, item, sensorRules(Object.keys(kinds).join(" ")), path, hasPin, complain);
          config.sensors.push(sensor);
        }
      });
    }
  }

  const used: { [pin: string]: string } = {};
  /** Whether a pin is still free; names who has it if not. */
  function claim(pin: string, who: string, then: string): boolean {
    const other = used[pin];
    if (other) complain(who + " " + pin + " is also " + other + "; " + then);
    else used[pin] = who;
    return !other;
  }
  // Of two on one pin, the one that ding.json moved there goes back; the defaults themselves do not clash.
  const parts: (keyof Pick<Config, "button" | "led" | "status">)[] = ["button", "led", "status"];
  for (let round = 0; round < 2; round++) {
    parts.forEach(function (part) {
      const usual = original[part].pin;
      const pin = config[part].pin;
      if (pin === "" || (pin === usual) !== (round === 0)) return;
      if (!claim(pin, part + ".pin", usual ? "using " + usual : "leaving it out")) {
        config[part].pin = usual;
        used[usual] = part + ".pin";
      }
    });
  }
  config.sensors = config.sensors.filter(function (sensor, i) {
    const path = "sensors[" + i + "]";
    const kind = kinds[sensor.kind];
    const use = kind ? kind[1] : "";
    if (use === "") return true;
    if (!hasPin(sensor.pin, use)) {
      complain(path + '.pin must be a pin for "' + sensor.kind + '", got "' + sensor.pin + '"; leaving this sensor out');
      return false;
    }
    return claim(sensor.pin, path + ".pin", "leaving this sensor out");
  });
  // What MQTT wants in UTF-8; names of sensors are made so when they are sent.
  config.mqtt.username = lib.utf8(config.mqtt.username);
  config.node = lib.utf8(config.node);
  config.base = lib.utf8(config.base);
  return config;
}
