/** The configuration: every field of a wrong type or out of range, and what the console says of it. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loadConfig, type Config } from "../../src/firmware/config.ts";
import { bytes } from "./bytes.ts";

const { device } = JSON.parse(readFileSync(new URL("../../flash.config.json", import.meta.url), "utf8")) as { device: Config };
const kinds = { analog: ["ratio", "analog"], digital: ["level", "input"], temperature: ["\xb0C", ""] } as const;

/** What the console was told, without the "config: " that each line begins with. */
let lines: string[] = [];
beforeEach(() => {
  lines = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => {
    expect(line).toMatch(/^config: /);
    lines.push(line.slice("config: ".length));
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** The pins of an ESP32: D6 to D11 serve the flash chip, D34 to D39 are inputs only, D32 and up have an ADC. */
function hasPin(name: string, use: string): boolean {
  const number = Number(/^D(\d+)$/.exec(name)?.[1] ?? NaN);
  if (!(number < 40) || (number > 5 && number < 12)) return false;
  return use === "analog" ? number > 31 : use !== "output" || number < 34;
}

/** The configuration that Storage's ding.json makes: its text, or an object. */
function load(ding: string | object | undefined): Config {
  const text = typeof ding === "object" ? bytes(JSON.stringify(ding)) : ding;
  return loadConfig(JSON.stringify(device), text, hasPin, { ...kinds, analog: [...kinds.analog], digital: [...kinds.digital], temperature: [...kinds.temperature] });
}

/** `{mqtt: {port: 5}}` of "mqtt.port" and 5. */
function at(path: string, value: unknown): object {
  return path.split(".").reduceRight((inner: unknown, key) => ({ [key]: inner }), value) as object;
}

describe("ding.json", () => {
  it("overrides the defaults key by key", () => {
    const config = load({ node: "hall", mqtt: { host: "10.0.0.2" }, button: { events: ["click", "long"] } });
    expect(lines).toEqual([]);
    expect(config).toEqual({
      ...device,
      node: "hall",
      mqtt: { ...device.mqtt, host: "10.0.0.2" },
      button: { ...device.button, events: ["click", "long"] },
    });
  });

  it("may say for an editor where its schema is", () => {
    load({ $schema: "./ding.schema.json" });
    expect(lines).toEqual([]);
  });

  it("may be empty of keys", () => {
    expect(load({})).toEqual(device);
    expect(lines).toEqual([]);
  });

  it.each([
    ["missing", undefined, "no ding.json in Storage; using the defaults"],
    ["empty", "", "ding.json: bad JSON at character 1; using the defaults"],
    ["cut off", '{"node":"ha', "ding.json: bad JSON at character 12; using the defaults"],
    ["no JSON", "{node:'hall'}", "ding.json: bad JSON at character 2; using the defaults"],
    ["followed by something", '{"node":"hall"}}', "ding.json: bad JSON at character 16; using the defaults"],
    ["erased flash", "\xff\xff\xff", "ding.json: bad JSON at character 1; using the defaults"],
    ["a list", "[]", "ding.json must be an object {...}; using the defaults"],
    ["a text", '"hall"', "ding.json must be an object {...}; using the defaults"],
    ["null", "null", "ding.json must be an object {...}; using the defaults"],
  ])("that is %s leaves the defaults and is named", (_what, text, line) => {
    expect(load(text)).toEqual(device);
    expect(lines).toEqual([line]);
  });
});

describe("a bad value is named and its default used", () => {
  const name = "a text of 0..32 bytes without wildcards and /";
  const topic = "a text of 1..64 bytes without wildcards and / at its end";
  const events = "a list of press, release, click, double, long";
  const usualEvents = '["press"]';
  const output = "a pin such as D2 that can be an output";

  it.each<[path: string, bad: unknown, wanted: string, using: string]>([
    ["node", 7, name, '""'],
    ["node", "a/b", name, '""'],
    ["node", "a+", name, '""'],
    ["node", "#", name, '""'],
    ["node", "a\nb", name, '""'],
    ["node", "a\u007f", name, '""'],
    ["node", "x".repeat(33), name, '""'],
    ["base", false, topic, '"/kv6003"'],
    ["base", "", topic, '"/kv6003"'],
    ["base", "/kv6003/", topic, '"/kv6003"'],
    ["base", "/kv6003/#", topic, '"/kv6003"'],
    ["base", "x".repeat(65), topic, '"/kv6003"'],
    ["wifi.ssid", 5, "a text of 0..32 bytes", '""'],
    ["wifi.ssid", "x".repeat(33), "a text of 0..32 bytes", '""'],
    ["mqtt.host", ["a"], "a text of 0..253 bytes", '""'],
    ["mqtt.host", "x".repeat(254), "a text of 0..253 bytes", '""'],
    ["mqtt.port", "x", "1..65535", "1883"],
    ["mqtt.port", "1883", "1..65535", "1883"],
    ["mqtt.port", 0, "1..65535", "1883"],
    ["mqtt.port", 65536, "1..65535", "1883"],
    ["mqtt.port", 1883.5, "1..65535", "1883"],
    ["mqtt.port", -1, "1..65535", "1883"],
    ["mqtt.port", null, "1..65535", "1883"],
    ["mqtt.username", {}, "a text of 0..128 bytes", '""'],
    ["mqtt.keepalive", 4, "5..65535", "30"],
    ["mqtt.keepalive", true, "5..65535", "30"],
    ["mqtt.keepalive", 65536, "5..65535", "30"],
    ["mqtt.tls", "no", "true or false", "false"],
    ["mqtt.tls", 0, "true or false", "false"],
    ["button.pin", "D6", "a pin such as D2", '"D0"'],
    ["button.pin", "D40", "a pin such as D2", '"D0"'],
    ["button.pin", "", "a pin such as D2", '"D0"'],
    ["button.pin", 0, "a pin such as D2", '"D0"'],
    ["button.activeLow", 1, "true or false", "true"],
    ["button.debounce", -1, "0..1000", "50"],
    ["button.debounce", 1001, "0..1000", "50"],
    ["button.long", 99, "100..60000", "800"],
    ["button.long", "800", "100..60000", "800"],
    ["button.double", 49, "50..5000", "300"],
    ["button.double", 5001, "50..5000", "300"],
    ["button.events", "press", events, usualEvents],
    ["button.events", ["press", "tap"], events, usualEvents],
    ["button.events", [1], events, usualEvents],
    ["button.events", { press: true }, events, usualEvents],
    ["led.pin", "D34", output, '"D2"'],
    ["led.pin", "2", output, '"D2"'],
    ["led.pin", "", output, '"D2"'],
    ["led.activeLow", "false", "true or false", "false"],
    ["status.pin", "D39", output, '""'],
    ["status.pin", "LED", output, '""'],
    ["status.activeLow", null, "true or false", "false"],
    ["sensors", { name: "light" }, "a list", JSON.stringify(device.sensors)],
    ["sensors", "light", "a list", JSON.stringify(device.sensors)],
    ["retry.first", 99, "100..3600000", "1000"],
    ["retry.first", "1s", "100..3600000", "1000"],
    ["retry.longest", 86_400_001, "100..86400000", "60000"],
    ["retry.longest", [], "100..86400000", "60000"],
    ["queue", 0, "1..1000", "64"],
    ["queue", 1001, "1..1000", "64"],
    ["queue", 1.5, "1..1000", "64"],
    ["health", 999, "1000..86400000", "60000"],
    ["health", "60000", "1000..86400000", "60000"],
    ["sntp", 1, "a text of 0..253 bytes", '"pool.ntp.org"'],
  ])("%s: %j", (path, bad, wanted, using) => {
    expect(load(at(path, bad))).toEqual(device);
    expect(lines).toEqual([`${path} must be ${wanted}, got ${JSON.stringify(bad)}; using ${using}`]);
  });

  it.each(["wifi", "mqtt", "button", "led", "status", "retry"])("%s that is no object", (path) => {
    for (const bad of ["text", 1, null, [], false]) {
      lines = [];
      expect(load(at(path, bad))).toEqual(device);
      expect(lines).toEqual([`${path} must be an object {...}; using the defaults`]);
    }
  });

  it("while the good ones beside it count", () => {
    const config = load({ node: 5, mqtt: { host: "10.0.0.2", port: "x" }, queue: 10 });
    expect([config.node, config.mqtt.host, config.mqtt.port, config.queue]).toEqual(["", "10.0.0.2", 1883, 10]);
    expect(lines).toHaveLength(2);
  });
});

describe("a password", () => {
  it.each([
    { wifi: { password: "secret".repeat(11) } },
    { mqtt: { password: ["secret"] } },
    { wifi: ["home", "secret"] },
    { mqtt: "secret" },
    { wifi: { passwort: "secret" } },
    { password: "secret" },
    { mqtt: { password: { is: "secret" } } },
  ])("is printed nowhere, be it as wrong as in %j", (ding) => {
    load(ding);
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain("secret");
  });

  it("is kept as it is, whatever bytes it has", () => {
    expect(load({ wifi: { password: 'ü "\\' } }).wifi.password).toBe(bytes('ü "\\'));
  });
});

describe("an unknown key is named, with the nearest known one", () => {
  it.each([
    [{ mqtt: { prot: 1883 } }, "unknown key mqtt.prot; did you mean mqtt.port?"],
    [{ Node: "hall" }, "unknown key Node; did you mean node?"],
    [{ sensor: [] }, "unknown key sensor; did you mean sensors?"],
    [{ button: { activelow: true } }, "unknown key button.activelow; did you mean button.activeLow?"],
    [{ led: { colour: "red" } }, "unknown key led.colour; known here: pin, activeLow"],
    [{ on: 1 }, "unknown key on; did you mean node?"],
    [{ constructor: "x" }, /^unknown key constructor; known here: node, base, /],
    [{ toString: "x" }, /^unknown key toString; known here: node, base, /],
    [{ retry: { hasOwnProperty: 1 } }, "unknown key retry.hasOwnProperty; known here: first, longest"],
    [{ sensors: [{ kind: "temperature", evry: 1 }] }, "unknown key sensors[0].evry; did you mean sensors[0].every?"],
  ])("%j", (ding, line) => {
    load(ding);
    expect(lines).toEqual([typeof line === "string" ? line : expect.stringMatching(line)]);
  });
});

describe("sensors", () => {
  it("get the defaults for what is not said", () => {
    expect(load({ sensors: [{ kind: "temperature" }, { name: "b", pin: "D35" }] }).sensors).toEqual([
      { name: "sensor0", kind: "temperature", pin: "", every: 60_000, change: 0 },
      { name: "b", kind: "analog", pin: "D35", every: 60_000, change: 0 },
    ]);
    expect(lines).toEqual([]);
  });

  it("may be none", () => {
    expect(load({ sensors: [] }).sensors).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["name", { name: "" }, 'must be a text of 1..32 bytes without wildcards and /, got ""; using "sensor0"'],
    ["kind", { kind: "analogue" }, 'must be one of analog, digital, temperature, got "analogue"; using "analog"'],
    ["every", { every: 999 }, "must be 1000..86400000, got 999; using 60000"],
    ["change", { change: -1 }, "must be 0..1000000, got -1; using 0"],
    ["change", { change: "5%" }, 'must be 0..1000000, got "5%"; using 0'],
  ])("with a bad %s in %j are there all the same", (key, bad, line) => {
    expect(load({ sensors: [{ pin: "D35", ...bad }] }).sensors).toHaveLength(1);
    expect(lines).toEqual([`sensors[0].${key} ${line}`]);
  });

  it.each<[object | string, string[]]>([
    [{ pin: "D2" }, ['sensors[0].pin must be a pin for "analog", got "D2"; leaving this sensor out']],
    [{}, ['sensors[0].pin must be a pin for "analog", got ""; leaving this sensor out']],
    [
      { kind: "digital", pin: "D6" },
      ['sensors[0].pin must be a pin such as D2, got "D6"; using ""', 'sensors[0].pin must be a pin for "digital", got ""; leaving this sensor out'],
    ],
    ["light", ["sensors[0] must be an object {...}; leaving it out"]],
    [{ kind: "digital", pin: "D0" }, ["sensors[0].pin D0 is also button.pin; leaving this sensor out"]],
  ])("without a pin of their own are left out: %j", (bad, expected) => {
    expect(load({ sensors: [bad, { kind: "temperature" }] }).sensors.map(({ kind }) => kind)).toEqual(["temperature"]);
    expect(lines).toEqual(expected);
  });

  it("on one pin: the first has it", () => {
    expect(load({ sensors: [{ name: "a", pin: "D35" }, { name: "b", pin: "D35" }] }).sensors.map(({ name }) => name)).toEqual(["a"]);
    expect(lines).toEqual(["sensors[1].pin D35 is also sensors[0].pin; leaving this sensor out"]);
  });
});

describe("two on one pin: the one that was moved there goes back", () => {
  it.each<[object, { button?: string; led?: string; status?: string }, string]>([
    [{ button: { pin: "D2" } }, {}, "button.pin D2 is also led.pin; using D0"],
    [{ led: { pin: "D0" } }, {}, "led.pin D0 is also button.pin; using D2"],
    [{ status: { pin: "D2" } }, {}, "status.pin D2 is also led.pin; leaving it out"],
    [{ button: { pin: "D4" }, led: { pin: "D4" } }, { button: "D4" }, "led.pin D4 is also button.pin; using D2"],
    [{ led: { pin: "D5" }, status: { pin: "D5" } }, { led: "D5" }, "status.pin D5 is also led.pin; leaving it out"],
  ])("%j", (ding, pins, line) => {
    const { button, led, status } = load(ding);
    expect({ button: button.pin, led: led.pin, status: status.pin }).toEqual({ button: "D0", led: "D2", status: "", ...pins });
    expect(lines).toEqual([line]);
  });

  it("and nobody else gets the pin that it went back to", () => {
    const { led, status } = load({ button: { pin: "D4" }, led: { pin: "D4" }, status: { pin: "D2" } });
    expect([led.pin, status.pin]).toEqual(["D2", ""]);
    expect(lines).toEqual(["led.pin D4 is also button.pin; using D2", "status.pin D2 is also led.pin; leaving it out"]);
  });

  it("but two may swap theirs", () => {
    const { button, led } = load({ button: { pin: "D2" }, led: { pin: "D0" } });
    expect([button.pin, led.pin, lines]).toEqual(["D2", "D0", []]);
  });
});

describe("names in UTF-8", () => {
  it("come out as the bytes that went in", () => {
    expect(load({ node: "Küche", base: "/häuser/7" })).toMatchObject({ node: bytes("Küche"), base: bytes("/häuser/7") });
  });

  it("are made from Latin-1, which MQTT does not allow on the wire", () => {
    expect(load('{"node":"K\xfcche"}').node).toBe(bytes("Küche"));
  });

  it("count in bytes", () => {
    expect(load({ node: "ü".repeat(16) }).node).toHaveLength(32);
    expect(load({ node: "ü".repeat(17) }).node).toBe("");
  });
});
