/** The configuration: a ding.json that overrides the defaults, one that is none, and what the console says of it. */
import { describe, expect, it } from "vitest";
import { bytes } from "./bytes.ts";
import { device, hearComplaints, load } from "./load.ts";

const lines = hearComplaints();

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
