/**
 * The node's configuration: the defaults that are compiled in, overridden key by key by the Storage file `ding.json`.
 * Whatever is wrong is named on the console and its default used: the node always boots.
 */
import type { PinUse } from "../../board/board.ts";
import type { ButtonConfig } from "./button.ts";
import type { Retry } from "./link.ts";
import { defaults, isPlain, merge, type Plain } from "./rules.ts";
import type { SensorConfig } from "./sensors.ts";
import { parseJson } from "./text.ts";

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
  /** `remote`: the consoles of Telnet and Bluetooth stay open, without a password. */
  console: { remote: boolean };
}

/**
 * Defaults overridden by `text` (the bytes of ding.json; undefined: no file). The console gets a line for each thing that
 * is wrong. `tables` is the JSON of two tables as rules.ts wants them: of the configuration and of a sensor. `kinds` are
 * the kinds of sensor with what they need of their pin; `loosely` reads the file as Storage.writeJSON wrote it, which is no
 * JSON.
 */
export function loadConfig(
  tables: string,
  text: string | undefined,
  hasPin: (name: string, use: string) => boolean,
  kinds: { [kind: string]: [unit: string, use: PinUse | "", ...rest: unknown[]] },
  loosely?: () => unknown,
): Config {
  const both = JSON.parse(tables) as [config: Plain, sensor: Plain];
  both[1]["kind " + Object.keys(kinds).join(" ")] = "analog";
  const original = defaults(both[0]) as unknown as Config;
  const config = defaults(both[0]) as unknown as Config;

  function complain(fault: string, instead: string): void {
    console.log("config: " + fault + instead);
  }

  // More would take all RAM, boot after boot.
  const mine = text && text.length <= 4096 && parseJson(text, loosely);
  if (isPlain(mine)) {
    delete mine.$schema; // for editors
    merge(config as unknown as Plain, both[0], mine, "", complain);
  } else {
    complain(text === undefined ? "no ding.json in Storage" : "ding.json is no JSON object of up to 4096 bytes", "; using the defaults");
  }

  config.sensors = config.sensors.map(function (item: unknown, i) {
    const sensor = defaults(both[1]) as unknown as SensorConfig;
    sensor.name += i;
    // What is no object is named below, for its pin.
    if (isPlain(item)) merge(sensor as unknown as Plain, both[1], item, "sensors[" + i + "].", complain);
    return sensor;
  });

  // The parts that are where they usually are go first, and those that have to go back there: of two on one pin, the one
  // that ding.json moved there gives way.
  const parts: (keyof Pick<Config, "button" | "led" | "status">)[] = ["button", "led", "status"];
  const used: { [pin: string]: string } = {};
  [true, false].forEach(function (stays) {
    /** False when a part that has no `usual` pin cannot have its own, and is left out. */
    function claim(part: { pin: string }, who: string, use: string, usual?: string): boolean {
      let pin: string | undefined = part.pin;
      const goesBack = usual !== undefined && (pin === usual || !hasPin(pin, use));
      if (goesBack === stays) {
        if (pin !== usual && (stays || !hasPin(pin, use) || used[pin])) {
          complain(
            who + ".pin must be a pin for " + use + ", got " + JSON.stringify(pin) + (pin && used[pin] ? " of " + used[pin] : ""),
            usual === undefined ? "; leaving it out" : "; using " + JSON.stringify(usual),
          );
          pin = usual;
        }
        part.pin = pin!;
        used[pin!] = who;
      }
      return pin !== undefined;
    }

    parts.forEach(function (part, i) {
      claim(config[part], part, i ? "output" : "input", original[part].pin);
    });
    config.sensors = config.sensors.filter(function (sensor, i) {
      const use = kinds[sensor.kind]![1];
      return !use || claim(sensor, "sensors[" + i + "]", use);
    });
  });
  return config;
}
