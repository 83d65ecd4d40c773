/** The change that a command line asks for, in each of the ways to give one. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { JsonObject } from "../../../src/firmware/validate.ts";
import { exitCodes } from "../../../src/tools/command-line/user-error.ts";
import { readChange, type ChangeSources } from "../../../src/tools/configure/read-change.ts";

const nothing: ChangeSources = { set: [], unset: [] };

function fileWith(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "configure-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "change.json");
  writeFileSync(file, text);
  return file;
}

describe("a change", () => {
  it("is JSON on the command line", () => {
    expect(readChange({ ...nothing, json: '{"health":60000,"sensors":null}' })).toEqual({ health: 60_000, sensors: null });
  });

  it("is a file, which may name its schema for editors", () => {
    expect(readChange({ ...nothing, file: fileWith('{"$schema":"./schema/ding.schema.json","sntp":"zeit"}') })).toEqual({ sntp: "zeit" });
  });

  it.each<[set: string[], unset: string[], change: JsonObject]>([
    [["mqtt.keepalive=60"], [], { mqtt: { keepalive: 60 } }],
    [["wifi.password=a=b"], [], { wifi: { password: "a=b" } }],
    [["node=cellar", 'sntp="7"'], [], { node: "cellar", sntp: "7" }],
    [["mqtt.tls=true", 'button.events=["click"]'], [], { mqtt: { tls: true }, button: { events: ["click"] } }],
    [["mqtt.keepalive=60", "mqtt.sign=true"], ["mqtt.trust", "sensors"], { mqtt: { keepalive: 60, sign: true, trust: null }, sensors: null }],
    [["constructor.name=x"], [], { constructor: { name: "x" } }],
  ])("is made of %j and without %j", (set, unset, change) => {
    expect(readChange({ set, unset })).toEqual(change);
  });

  it.each<[given: Partial<ChangeSources>, message: string]>([
    [{}, "say what to change, such as --set health=60000"],
    [{ json: "{}" }, "say what to change"],
    [{ json: '{"health":1}', set: ["health=1"] }, "give the change in one way"],
    [{ json: '{"health":1}', file: "change.json" }, "give the change in one way"],
    [{ file: "change.json", unset: ["health"] }, "give the change in one way"],
    [{ json: "{health:1}" }, "the change is not JSON: "],
    [{ json: "{health:1}" }, "a shell may have taken its quotes"],
    [{ json: "[1]" }, "the change must hold an object, {...}"],
    [{ json: '{"__proto__":{}}' }, 'there is no key "__proto__"'],
    [{ file: "nowhere/change.json" }, "nowhere/change.json cannot be read: check the path"],
    [{ set: ["hush hush"] }, "--set takes <key>=<value>, such as mqtt.keepalive=60"],
    [{ set: ["=1"] }, 'there is no key ""'],
    [{ set: ["mqtt..host=1"] }, 'there is no key "mqtt..host"'],
    [{ set: ["__proto__.x=1"] }, 'there is no key "__proto__.x"'],
    [{ unset: ["mqtt."] }, 'there is no key "mqtt."'],
    [{ set: ["wifi.ssid=home"], unset: ["wifi"] }, "wifi.ssid and wifi cannot both be given: give the change as JSON"],
    [{ set: ["mqtt=null", "mqtt.host=x"] }, "mqtt and mqtt.host cannot both be given"],
    [{ set: ["health=1", "health=2"] }, "health and health cannot both be given"],
  ])("%j is refused", (given, message) => {
    expect(() => readChange({ ...nothing, ...given })).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message) as string, exitCode: exitCodes.usage }),
    );
  });

  it("that is not JSON is refused by line and column", () => {
    expect(() => readChange({ ...nothing, file: fileWith('{\n  "health" 1\n}') })).toThrow(/change\.json is not JSON: .* in line 2, column 12/);
  });
});
