/**
 * The rules for every configuration key: the single source for the node, the JSON Schema, the build, the flash tool and the
 * documentation. They are functions because the node needs the rules only while it starts.
 */
import { PageAt } from "./region-layout.ts";
import type { Rule, Rules } from "./validate.ts";

const day = 86400000; // ms

function object(keys: Rules): Rule {
  return { type: "object", keys: keys };
}

function integer(min: number, max: number): Rule {
  return { type: "number", min: min, max: max };
}

function text(max: number): Rule {
  return { type: "text", max: max };
}

export function configRules(): Rules {
  const boolean: Rule = { type: "boolean" };
  const pin: Rule = { type: "text", pin: "output" };
  return {
    node: { type: "text", max: 32, without: "+#/" },
    base: { type: "text", min: 1, max: 64, without: "+#", notLast: "/" },
    wifi: { type: "object", keys: networkRules(), orList: 5 },
    mqtt: object({
      host: { type: "text", max: 253, without: ":" }, // the port has its own key
      port: integer(1, 65535),
      trust: text(63), // bytes of a DNS label
      username: text(128),
      password: { type: "text", max: 128, bytes: true, secret: true },
      key: { type: "text", min: 16, max: 64, bytes: true, secret: true, protects: true },
      sign: boolean,
      keepalive: integer(5, 65535),
      tls: boolean,
      version: { type: "text", words: ["auto", 4, 5] },
      retain: boolean,
    }),
    button: object(buttonRules(0)),
    buttons: { type: "list" },
    led: object(ledRules()),
    outputs: { type: "list" },
    status: object({ pin: pin, activeLow: boolean }),
    sensors: { type: "list" },
    topics: { type: "text", words: ["shared", "node"] },
    readings: { type: "text", words: ["ding", "topic"] },
    retry: object({ first: integer(100, 3600000), longest: integer(100, day) }),
    recovery: object({ answer: integer(1000, 600000), receipt: integer(1000, 3600000), rejoin: integer(0, day), restart: integer(0, day) }),
    queue: integer(1, 1000),
    journal: integer(0, PageAt.OutputStates),
    discovery: { type: "text", max: 64, without: "+#", notLast: "/" },
    health: integer(1000, day),
    sntp: text(253),
    console: object({ remote: boolean, password: { type: "text", max: 20, bytes: true, secret: true } }),
  };
}

/** The rules for the keys of a Wi-Fi network. */
export function networkRules(): Rules {
  return {
    ssid: { type: "text", max: 31, bytes: true }, // 802.11 allows 32, Espruino keeps 31
    password: { type: "text", max: 63, bytes: true, secret: true },
  };
}

/** The rules for the keys of `button`, and of each of `buttons`, which has a name of at least `minName` bytes. */
export function buttonRules(minName: 0 | 1): Rules {
  return {
    name: { type: "text", min: minName, max: 32, without: "+#/" },
    pin: { type: "text", pin: "button" },
    activeLow: { type: "boolean" },
    debounce: integer(0, 1000),
    long: integer(100, 60000),
    double: integer(50, 5000),
    events: { type: "list", words: ["press", "release", "click", "double", "long"] },
  };
}

function ledRules(): Rules {
  return { pin: { type: "text", pin: "output" }, activeLow: { type: "boolean" }, restore: { type: "text", words: ["off", "last", "on"] } };
}

/** The rules for the keys of each of `outputs`. */
export function outputRules(): Rules {
  const name: Rule = { type: "text", min: 1, max: 32, without: "+#/" };
  return Object.assign({ name: name }, ledRules());
}

/** The rules for the keys of a sensor; `kinds` are the sensor kinds that exist. */
export function sensorRules(kinds: string[]): Rules {
  return {
    name: { type: "text", min: 1, max: 32, without: "+#/" },
    kind: { type: "text", words: kinds },
    pin: { type: "text", pin: "sensor" },
    every: integer(1000, day),
    change: { type: "number", min: 0, max: 1000000, fraction: true },
  };
}
