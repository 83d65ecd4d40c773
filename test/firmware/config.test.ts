/** The configuration: a ding.json that overrides the defaults, one that is none, and what the console says of it. */
import { describe, expect, it } from "vitest";
import flashConfig from "../../flash.config.json" with { type: "json" };
import { configKeys } from "../../src/tools/schema/keys.ts";
import { bytes } from "./bytes.ts";
import { at, device, hearComplaints, load } from "./load.ts";

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
  ])("that is %s leaves the defaults and is named", (_what, text) => {
    expect(load(text)).toEqual(device);
    const what = text === undefined ? "no ding.json in Storage" : "ding.json is no JSON object of up to 4096 bytes";
    expect(lines).toEqual([`${what}; using the defaults`]);
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

describe("an bad key is named, with the nearest known one", () => {
  it.each([
    [{ mqtt: { prot: 1883 } }, "bad key mqtt.prot; did you mean mqtt.port?"],
    [{ Node: "hall" }, "bad key Node; did you mean node?"],
    [{ sensor: [] }, "bad key sensor; did you mean sensors?"],
    [{ button: { activelow: true } }, "bad key button.activelow; did you mean button.activeLow?"],
    [{ led: { colour: "red" } }, "bad key led.colour; did you mean led.activeLow?"],
    [{ on: 1 }, "bad key on; did you mean node?"],
    [{ constructor: "x" }, "bad key constructor; did you mean button?"],
    [{ toString: "x" }, "bad key toString; did you mean button?"],
    [{ retry: { hasOwnProperty: 1 } }, "bad key retry.hasOwnProperty; did you mean retry.longest?"],
    [{ sensors: [{ kind: "temperature", evry: 1 }] }, "bad key sensors[0].evry; did you mean sensors[0].every?"],
  ])("%j", (ding, line) => {
    load(ding);
    expect(lines).toEqual([line]);
  });
});

describe("a slip of the fingers", () => {
  /** A letter left out, twice, wrong, or before the one that it follows; a capital, or none. */
  function slips(key: string): string[] {
    const each = Array.from(key).flatMap((letter, i) => {
      const [before, after] = [key.slice(0, i), key.slice(i + 1)];
      return [before + after, before + letter + letter + after, `${before}x${after}`, before + after.charAt(0) + letter + after.slice(1)];
    });
    return [...each, key.charAt(0).toUpperCase() + key.slice(1), key.toLowerCase(), `${key}s`];
  }

  it("in any key finds that key, but for a few", () => {
    const missed = new Set<string>();
    const known = configKeys(flashConfig.device).map(({ path }) => path);
    for (const path of known) {
      const [key = "", group] = path.split(".").toReversed();
      for (const slip of slips(key).filter((text) => text !== "" && text !== key)) {
        lines.length = 0;
        load(at(group === undefined ? slip : `${group}.${slip}`, 1));
        if (!lines[0]?.endsWith(`; did you mean ${path}?`)) missed.add(slip);
      }
    }
    expect([...missed]).toEqual(["ts", "txs", "doube", "doubxe"]);
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
