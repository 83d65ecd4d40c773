/**
 * What each key of the configuration may be: the one source of the check, the JSON Schema and the README's table. It is not
 * on the chip: the build joins it with the defaults (src/tools/build/tables.ts). The rules: "integer 1 65535",
 * "number 0 1", "boolean", "text 0 32" (bytes), "name 0 32" (one level of a topic), "host 0 253" (its port has a key of its own), "topic 1 64", "pin output",
 * "list press release", "one analog digital", "array".
 */
import type { Plain } from "./rules.ts";

const light = { pin: "pin output", activeLow: "boolean" };

export const configRules: Plain = {
  node: "name 0 32",
  base: "topic 1 64",
  wifi: { ssid: "text 0 32", password: "text 0 63" },
  mqtt: {
    host: "host 0 253",
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
  led: light,
  status: light,
  sensors: "array",
  retry: { first: "integer 100 3600000", longest: "integer 100 86400000" },
  queue: "integer 1 1000",
  health: "integer 1000 86400000",
  sntp: "text 0 253",
  console: { remote: "boolean" },
};

/** What each key of a sensor may be; `kinds` are the kinds that there are. */
export function sensorRules(kinds: string[]): Plain {
  return {
    name: "name 1 32",
    kind: "one " + kinds.join(" "),
    pin: "pin", // what for, the kind says
    every: "integer 1000 86400000",
    change: "number 0 1000000",
  };
}

/** What a sensor's key that is left out stands for. */
export const sensorDefaults: Plain = { name: "sensor", kind: "analog", pin: "", every: 60000, change: 0 };
