/** What of a change is told to be wrong on this computer, and what is left to the node. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/firmware/validate.ts";
import { exitCodes } from "../../../src/tools/command-line/user-error.ts";
import { checkChange } from "../../../src/tools/configure/check-change.ts";
import { checkLength } from "../../../src/tools/configure/request.ts";
import { settings } from "../../support/settings.ts";
import { key } from "../node-client.ts";

const check = (change: JsonObject) => (): void => checkChange(change, settings, key);

describe("a change", () => {
  it.each<JsonObject>([
    { health: 60_000, mqtt: { keepalive: 60 }, sensors: null },
    { node: "Küche", wifi: [{ ssid: "Café", password: "secret 12" }, { ssid: "upstairs" }] },
    { wifi: null, button: null, led: { pin: null }, mqtt: { host: null } },
    // Its ding.json may have put there what stands in the way of the defaults.
    { button: { pin: "D2" } },
    { outputs: [{ pin: "D2" }], buttons: [{ name: "door", pin: "D34" }] },
    // It has a key, or it would take no change.
    { mqtt: { sign: true } },
    // A key that ding.json has by mistake is removed so.
    { helth: null },
  ])("%j is right, as far as can be told", (change) => {
    expect(check(change)).not.toThrow();
  });

  it.each<[change: JsonObject, faults: string[]]>([
    [{ helth: 1 }, ["unknown key helth"]],
    [
      { health: 1, mqtt: { keepalive: "60", prot: 1 } },
      ["health must be 1000..86400000, got 1", 'mqtt.keepalive must be 5..65535, got "60"', "unknown key mqtt.prot"],
    ],
    [{ node: "Küche/1" }, ['node must be 0..32 bytes without + # /, got "Küche/1"']],
    [{ wifi: { password: "x".repeat(64) } }, ["wifi.password must be 0..63 bytes, got (not shown)"]],
    [{ wifi: [{ password: "secret 12" }] }, ["wifi[0].ssid is missing"]],
    [
      { mqtt: { host: "ann:hush@broker" } },
      ["mqtt.host must be a name or an address alone: the user name goes into mqtt.username, the password into mqtt.password"],
    ],
    [{ mqtt: 1 }, ["mqtt must be object"]],
    [{ sensors: [{ name: null, pin: "D34" }] }, ["sensors[0].name must be 1..32 bytes without + # /, got null"]],
    [
      { outputs: [{ pin: "D34" }, 5] },
      ['outputs[0].pin must be a pin for output, got "D34": it is input-only', 'outputs[1].pin must be a pin for output, got "": missing'],
    ],
    [{ led: { pin: "D99" } }, ['led.pin must be a pin for output, got "D99": no such pin']],
  ])("%j is not", (change, faults) => {
    const message = ["the change is not right:", ...faults].join("\n  ");
    expect(check(change)).toThrow(expect.objectContaining({ message, exitCode: exitCodes.usage }));
  });

  it.each<JsonObject>([{ mqtt: { key: "a key of 18 bytes." } }, { mqtt: { key: null } }, { mqtt: null }])("%j is for the cable", (change) => {
    expect(check(change)).toThrow("mqtt.key can be set by cable only: npm run flash -- --only-config --key-file <file>");
  });
});

describe("a request", () => {
  const topic = "/kv6003/control/update/hall";
  /** `{"config":{"sntp":""},"n":` 13 digits `,"mac":"` 44 characters `"}` */
  const frame = 26 + 13 + 8 + 44 + 2;

  it("of 2048 bytes is sent", () => {
    expect(() => checkLength(topic, { sntp: "x".repeat(2048 - frame) }, key)).not.toThrow();
  });

  it("of more is refused, as it is counted in bytes", () => {
    const message = "the change makes 2049 bytes, and a node takes 2048 at once: send it in parts, or use npm run flash";
    expect(() => checkLength(topic, { sntp: `${"x".repeat(2047 - frame)}é` }, key)).toThrow(message);
  });
});
