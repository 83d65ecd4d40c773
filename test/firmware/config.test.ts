/** The configuration: a ding.json that overrides the defaults, one that is none, and what the console says of it. */
import { describe, expect, it } from "vitest";
import { loadConfig, sensorDefaults } from "../../src/firmware/config.ts";
import { isLooseJson } from "../../src/firmware/config-json.ts";
import type { Fault } from "../../src/firmware/validate.ts";
import { bytes } from "./bytes.ts";
import { basis, complaints, device, load, loadAndHear } from "./load.ts";

describe("ding.json", () => {
  it("overrides the defaults key by key", () => {
    const { config, lines } = loadAndHear({ node: "hall", mqtt: { host: "10.0.0.2" }, button: { events: ["click", "long"] } });
    expect(lines).toEqual([]);
    expect(config).toEqual({
      ...device,
      node: "hall",
      mqtt: { ...device.mqtt, host: "10.0.0.2" },
      button: { ...device.button, events: ["click", "long"] },
    });
  });

  it("may say for an editor where its schema is", () => {
    expect(loadAndHear({ $schema: "./ding.schema.json" })).toEqual({ config: device, lines: [] });
  });

  it("may move readings to a topic of their own", () => {
    expect(complaints({ readings: "topic" })).toEqual([]);
  });

  it("may be empty of keys", () => {
    expect(loadAndHear({})).toEqual({ config: device, lines: [] });
  });

  it.each([
    ["missing", undefined],
    ["empty", ""],
    ["cut off", '{"node":"ha'],
    ["no JSON", "{node:'hall'}"],
    ["followed by something", '{"node":"hall"}}'],
    ["erased flash", "\xff\xff\xff"],
    ["a list", "[]"],
    ["a text", '"hall"'],
    ["null", "null"],
    ["too long", JSON.stringify({ node: "hall" }).padEnd(4097)],
    ["one with a key twice", '{"node":"hall","node":"hall"}'],
  ])("that is %s leaves the defaults and is named", (_what, text) => {
    const what = text === undefined ? "no ding.json in Storage" : "ding.json is not a JSON object of up to 4096 bytes, or has a duplicate key";
    expect(loadAndHear(text)).toEqual({ config: device, lines: [`${what}; using the defaults`] });
  });

  it("leaves the defaults themselves as they are", () => {
    const before = JSON.stringify(basis.defaults);
    load({ node: "hall", mqtt: { port: 1 }, sensors: [{ kind: "temperature" }], led: { pin: "D0" } });
    expect(JSON.stringify(basis.defaults)).toBe(before);
  });
});

describe("what Storage.writeJSON writes, which is not JSON", () => {
  it.each(['{node:"hall"}', '{wifi:{ssid:"a"},mqtt:{host:"b"}}', '{"$schema":"./ding.schema.json",node:"hall"}', "{_a:1}", "{a:1e5}"])("is %s", (text) => {
    expect(isLooseJson(text)).toBe(true);
  });

  it.each([
    ["JSON", '{"node":"hall"}'],
    ["JSON with a schema", '{"$schema":"./ding.schema.json","node":"hall"}'],
    ["a schema alone", '{"$schema":"./ding.schema.json"}'],
    ["an object without keys", "{}"],
    ["a list", "[{a:1}]"],
    ["a number with an exponent that would keep the interpreter for hours", "{queue:1e99999999}"],
    ["one that makes it small", "{queue:1e-99999}"],
    ["too long", `{node:"hall"}`.padEnd(4097)],
    ["erased flash", "\xff\xff"],
  ])("is not %s", (_what, text) => {
    expect(isLooseJson(text)).toBe(false);
  });

  it("is taken as the interpreter reads it", () => {
    expect(loadAndHear('{node:"hall",quue:1}', { node: "hall", quue: 1 })).toEqual({ config: { ...device, node: "hall" }, lines: ["unknown key quue"] });
  });

  it("is not asked for where the file is JSON", () => {
    expect(load('{"node":"hall"}', [], { node: "cellar" }).node).toBe("hall");
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
    const lines = complaints(ding);
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain("secret");
  });

  it("that is used in a wrong one's place is not printed either", () => {
    const defaults = { ...basis.defaults, mqtt: { ...device.mqtt, password: "secret" } };
    const faults: Fault[] = [];
    expect(loadConfig({ ...basis, defaults }, '{"mqtt":{"password":7}}', undefined, faults).mqtt.password).toBe("secret");
    expect(faults).toEqual([{ what: "mqtt.password must be 0..128 bytes, got (not shown)", instead: "using (not shown)" }]);
  });

  it("is kept as it is, whatever bytes it has", () => {
    expect(load({ wifi: { password: 'ü "\\' } }).wifi).toEqual({ ssid: "", password: bytes('ü "\\') });
  });
});

describe("one network", () => {
  it("replaces a list in the defaults", () => {
    const defaults = { ...basis.defaults, wifi: [{ ssid: "home", password: "secret" }] };
    const faults: Fault[] = [];
    expect(loadConfig({ ...basis, defaults }, '{"wifi":{"ssid":"lab"}}', undefined, faults).wifi).toEqual({ ssid: "lab", password: "" });
    expect(loadConfig({ ...basis, defaults }, "{}", undefined, faults).wifi).toEqual(defaults.wifi);
    expect(faults).toEqual([]);
  });
});

describe("an unknown key is named, without a guess at what was meant, and costs itself alone", () => {
  const names = ["colour", "Node", "nodes", "on", "emit", "constructor", "toString", "hasOwnProperty", "valueOf", "__proto__", "length", "0", "", "schema"];

  it.each(names)("%j in ding.json", (key) => {
    const text = `{"node":"hall",${JSON.stringify(key)}:1,"queue":7}`;
    expect(loadAndHear(text)).toEqual({ config: { ...device, node: "hall", queue: 7 }, lines: [`unknown key ${key}`] });
  });

  it("whose characters a terminal might obey are shown as question marks", () => {
    expect(loadAndHear('{"\\u001b]0;x\\u0007\u00c3\u00a9":1}').lines).toEqual(["unknown key ?]0;x???"]);
  });

  it.each(names)("%j in a part", (key) => {
    const text = `{"mqtt":{"host":"a",${JSON.stringify(key)}:{"x":[1]},"port":7}}`;
    expect(loadAndHear(text)).toEqual({ config: { ...device, mqtt: { ...device.mqtt, host: "a", port: 7 } }, lines: [`unknown key mqtt.${key}`] });
  });

  it.each(names)("%j in a sensor", (key) => {
    const text = `{"sensors":[{"kind":"temperature",${JSON.stringify(key)}:"x","every":5000}]}`;
    const { config, lines } = loadAndHear(text);
    expect(config.sensors).toEqual([{ ...sensorDefaults(0), kind: "temperature", every: 5000 }]);
    expect(lines).toEqual([`unknown key sensors[0].${key}`]);
  });

  it("each of several", () => {
    expect(complaints({ prot: 1, mqtt: { prot: 2 }, button: { activelow: true } })).toEqual([
      "unknown key prot",
      "unknown key mqtt.prot",
      "unknown key button.activelow",
    ]);
  });
});

describe("names in UTF-8", () => {
  it("come out as the bytes that went in", () => {
    expect(load({ node: "Küche", base: "/häuser/7" })).toMatchObject({ node: bytes("Küche"), base: bytes("/häuser/7") });
  });

  it("are made from Latin-1, which MQTT does not allow on the wire", () => {
    expect(load('{"node":"K\xfcche"}').node).toBe(bytes("Küche"));
  });

  it("but the Wi-Fi's name and the passwords are bytes, and stay so", () => {
    const { wifi, mqtt } = load('{"wifi":{"ssid":"Caf\xe9","password":"\xe9\xe8\xe7"},"mqtt":{"password":"\xff"}}');
    expect([wifi, mqtt.password]).toEqual([{ ssid: "Caf\xe9", password: "\xe9\xe8\xe7" }, "\xff"]);
  });

  it("count in bytes", () => {
    expect(load({ node: "ü".repeat(16) }).node).toHaveLength(32);
    expect(load({ node: "ü".repeat(17) }).node).toBe("");
  });
});
