/**
 * What each key of the configuration may be: the one source for the node, the JSON Schema, the build, the flash tool and
 * the documentation. A function, for the node needs them at its start alone.
 */
import type { Rule, Rules } from "./validate.ts";

const day = 86400000; // ms

function object(keys: Rules): Rule {
  return { type: "object", keys: keys };
}

function whole(min: number, max: number): Rule {
  return { type: "number", min: min, max: max };
}

function text(max: number): Rule {
  return { type: "text", max: max };
}

export function configRules(): Rules {
  const boolean: Rule = { type: "boolean" };
  const output = object({ pin: { type: "text", pin: "output" }, activeLow: boolean });
  return {
    node: { type: "text", max: 32, without: "+#/" },
    base: { type: "text", min: 1, max: 64, without: "+#", notLast: "/" },
    wifi: object({
      ssid: { type: "text", max: 31, bytes: true }, // 802.11 has 32, of which Espruino keeps 31
      password: { type: "text", max: 63, bytes: true, secret: true },
    }),
    mqtt: object({
      host: { type: "text", max: 253, without: ":" }, // its port has a key of its own
      port: whole(1, 65535),
      username: text(128),
      password: { type: "text", max: 128, bytes: true, secret: true },
      keepalive: whole(5, 65535),
      tls: boolean,
      retain: boolean,
    }),
    button: object({
      pin: { type: "text", pin: "button" },
      activeLow: boolean,
      debounce: whole(0, 1000),
      long: whole(100, 60000),
      double: whole(50, 5000),
      events: { type: "list", words: ["press", "release", "click", "double", "long"] },
    }),
    led: output,
    status: output,
    sensors: { type: "list" },
    readings: { type: "text", words: ["ding", "topic"] },
    retry: object({ first: whole(100, 3600000), longest: whole(100, day) }),
    recovery: object({ rejoin: whole(0, day), restart: whole(0, day) }),
    queue: whole(1, 1000),
    health: whole(1000, day),
    sntp: text(253),
    console: object({ remote: boolean, password: { type: "text", max: 20, bytes: true, secret: true } }),
  };
}

/** What each key of a sensor may be; `kinds` are those that there are. */
export function sensorRules(kinds: string[]): Rules {
  return {
    name: { type: "text", min: 1, max: 32, without: "+#/" },
    kind: { type: "text", words: kinds },
    pin: { type: "text", pin: "sensor" },
    every: whole(1000, day),
    change: { type: "number", min: 0, max: 1000000, fraction: true },
  };
}
