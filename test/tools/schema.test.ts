/** The JSON Schemas: current, and of one mind with the firmware's own check. */
import { Ajv } from "ajv";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import flashConfig from "../../flash.config.json" with { type: "json" };
import { sensorKinds } from "../../board/sensors/kinds.ts";
import { basisOf, checkConfig, configBytes } from "../../src/tools/config/check-config.ts";
import { descriptions } from "../../src/tools/schema/descriptions.ts";
import { schemaFiles } from "../../src/tools/schema/files.ts";
import { configKeys, itemKeys, lists, sensorList, type Key } from "../../src/tools/schema/keys.ts";
import { dingSchema, flashConfigSchema } from "../../src/tools/schema/schemas.ts";
import { at, complaints } from "../firmware/load.ts";
import { board, device, settings } from "../support/settings.ts";

const keys = configKeys(device);
const kinds = Object.keys(sensorKinds());

const ajv = new Ajv({ allErrors: true });
const validDing = ajv.compile(dingSchema(device, board.pins));
const validFlashConfig = ajv.compile(flashConfigSchema(device, board.pins, ["esp32-devkit"]));

/** Whether the firmware takes a ding.json without a word. */
function taken(ding: object): boolean {
  return complaints(ding).length === 0;
}

/** The defaults are flash.config.json's, which is its user's to change. */
function withoutDefaults(file: string, contents: string): unknown {
  if (file.endsWith(".json")) return JSON.parse(contents, (key, value: unknown) => (key === "default" ? undefined : value));
  return contents.replace(/^(\| `[^|]*\|)[^|]*\|/gm, "$1 |");
}

describe("what `npm run schema` writes", () => {
  it("is what is committed; if not, run it", async () => {
    for (const [file, contents] of await schemaFiles(".", settings)) {
      expect(withoutDefaults(file, readFileSync(file, "utf8")), file).toEqual(withoutDefaults(file, contents));
    }
  });

  it.each<[string, Key[], object]>([
    ["configuration", keys, descriptions],
    ...lists.map((list): [string, Key[], object] => [list.key, itemKeys(list), list.texts]),
  ])("has a description of each key of the %s, and of no other", (_what, all, texts) => {
    expect(Object.keys(texts).toSorted()).toEqual(all.map(({ path }) => path).toSorted());
    for (const text of Object.values(texts)) expect(text).not.toBe("");
  });
});

describe("flash.config.json", () => {
  it("says where its schema is, and keeps it", () => {
    expect(flashConfig.$schema).toBe("./schema/flash.config.schema.json");
    expect(validFlashConfig(flashConfig), JSON.stringify(validFlashConfig.errors)).toBe(true);
  });

  it.each<[string, object]>([
    ["an unknown key", { ...flashConfig, budgt: {} }],
    ["an unknown key in device", { ...flashConfig, device: { ...device, quue: 1 } }],
    ["a value in device that is none", { ...flashConfig, device: { ...device, queue: 0 } }],
    ["another board", { ...flashConfig, board: "esp8266" }],
    ["no budget", { board: flashConfig.board, device }],
    ["a budget in words", { ...flashConfig, budget: { total: "much" } }],
    ["an offset that is a number", { ...flashConfig, interpreter: { chip: "ESP32", files: [{ file: "a.bin", offset: 4096, limit: "0x10" }] } }],
  ])("with %s is refused", (_what, config) => {
    expect(validFlashConfig(config)).toBe(false);
  });
});

describe("ding.json is refused by schema and firmware alike", () => {
  it.each(keys.map(({ path, rule }) => [path, rule.type] as const))("with %s of a wrong type", (path, type) => {
    for (const wrong of [null, 7.5, -1, {}, [7], "\n", type === "boolean" ? 1 : true]) {
      expect(validDing(at(path, wrong)), JSON.stringify(wrong)).toBe(false);
      expect(taken(at(path, wrong)), JSON.stringify(wrong)).toBe(false);
    }
  });

  it.each(lists.flatMap((list) => itemKeys(list).map(({ path, rule }) => [list.key, path, rule.type] as const)))(
    "with %s' %s of a wrong type",
    (list, key, type) => {
      for (const wrong of [null, -1, {}, [7], type === "boolean" ? 1 : true, "\n"]) {
        const ding = { [list]: [{ ...(list === "sensors" && { kind: "digital" }), pin: "D4", [key]: wrong }] };
        expect(validDing(ding), JSON.stringify(wrong)).toBe(false);
        expect(taken(ding), JSON.stringify(wrong)).toBe(false);
      }
    },
  );

  it.each(keys.flatMap(({ path, rule: { type, min = NaN, max = NaN } }) => (type === "number" ? [[path, min, max] as const] : [])))(
    "with %s outside of %d to %d",
    (path, least, most) => {
      for (const good of [least, most]) expect([validDing(at(path, good)), taken(at(path, good))], String(good)).toEqual([true, true]);
      for (const bad of [least - 1, most + 1]) expect([validDing(at(path, bad)), taken(at(path, bad))], String(bad)).toEqual([false, false]);
    },
  );

  it.each<[part: string, withUnknownKey: unknown]>([
    ...["wifi", "mqtt", "button", "led", "status", "retry", "console"].map((part): [string, unknown] => [part, { colour: 1 }]),
    ["buttons", [{ pin: "D4", colour: 1 }]],
    ["outputs", [{ pin: "D4", colour: 1 }]],
    ["sensors", [{ kind: "temperature", colour: 1 }]],
  ])("with an unknown key in %s", (part, withUnknownKey) => {
    const ding = { [part]: withUnknownKey };
    expect([validDing(ding), taken(ding)]).toEqual([false, false]);
  });
});

describe("schema and firmware", () => {
  const ascii = fc.string({ unit: fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code)), maxLength: 40 });
  /** Each has its own, for that two parts must not share one is more than a schema can say. */
  const pins: Readonly<Record<string, string[]>> = {
    "button.pin": ["D0", "D4", "D25", "D36", "D39", "D12"],
    "led.pin": ["D2", "D15", "D35", "D26"],
    "status.pin": ["D5", "D13", "D38"],
    "buttons.pin": ["D16", "D17", "D8", "D36"],
    "outputs.pin": ["D18", "D19", "D39", "D12"],
    "sensors.pin": ["D1", "D3", "D14", "D32", "D33", "D37"],
  };
  const noPin = fc.constantFrom("", "D6", "D40", "D07", "x", 4, null);

  /** A value that may keep a rule, or miss it narrowly, or by far. */
  function value({ path, rule: { type, min = 0, max = 0, words, pin } }: Key): fc.Arbitrary<unknown> {
    if (pin) return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...(pins[path] ?? [])) }, noPin);
    switch (type) {
      case "number": {
        const near = (edge: number): fc.Arbitrary<number> => fc.integer({ min: edge - 3, max: edge + 3 });
        return fc.oneof(near(min), near(max), fc.double({ min, max, noNaN: true }), ascii);
      }
      case "boolean":
        return fc.oneof(fc.boolean(), fc.constantFrom(0, 1, "true", null));
      case "list": {
        if (!words) return fc.array<unknown>(items.get(path) ?? fc.constant(path), { maxLength: 1 });
        const word = fc.constantFrom(...words);
        return fc.oneof(fc.array(word, { maxLength: 6 }), fc.array(fc.oneof(word, ascii), { maxLength: 3 }), ascii);
      }
      default:
        if (words) return fc.oneof(fc.constantFrom(...words), ascii);
        return fc.oneof(ascii, fc.constantFrom("", "a/b", "/kv6003/", "#", "x".repeat(max), "x".repeat(max + 1)), fc.integer(), fc.constant(null));
    }
  }
  const items = new Map<string, fc.Arbitrary<object>>(
    lists.map((list) => {
      const keysOfItem = itemKeys(list).map((key): [string, fc.Arbitrary<unknown>] => [key.path, value({ ...key, path: `${list.key}.${key.path}` })]);
      const required = list === sensorList ? ["kind", "pin"] : ["pin"];
      return [list.key, fc.record(Object.fromEntries(keysOfItem), { requiredKeys: required })];
    }),
  );
  const change = fc.constantFrom(...keys).chain((key) => value(key).map((given) => at(key.path, given)));

  it("agree on whatever is in one key", () => {
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(change, (ding) => {
        const plain = JSON.parse(JSON.stringify(ding)) as object;
        const isTaken = taken(plain);
        seen[isTaken ? "taken" : "refused"]++;
        expect(validDing(plain), `${JSON.stringify(plain)}: ${complaints(plain).join("; ") || "taken"}`).toBe(isTaken);
      }),
      { seed: 4, numRuns: 3000 },
    );
    // It would prove nothing if all were of one sort.
    expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(500);
  });

  it("agree on a sensor of each kind with and without a pin that it can use", () => {
    for (const kind of [...kinds, undefined])
      for (const pin of ["D4", "D34", "D6", "", undefined]) {
        const ding = { sensors: [{ kind, pin }] };
        expect(validDing(JSON.parse(JSON.stringify(ding))), JSON.stringify(ding)).toBe(taken(ding));
      }
  });

  it("differ where bytes are not characters: the schema takes what only the firmware can count", () => {
    expect([validDing({ node: "ü".repeat(16) }), taken({ node: "ü".repeat(16) })]).toEqual([true, true]);
    expect([validDing({ node: "ü".repeat(17) }), taken({ node: "ü".repeat(17) })]).toEqual([true, false]);
  });

  it("differ where two parts have one pin, or two sensors one name: a schema cannot say that", () => {
    for (const ding of [
      { led: { pin: "D0" } },
      {
        sensors: [
          { name: "a", pin: "D35" },
          { name: "a", pin: "D36" },
        ],
      },
    ]) {
      expect([validDing(ding), taken(ding)]).toEqual([true, false]);
    }
  });

  it("agree that a sensor of a kind that needs no pin may say so much alone, in both files", () => {
    const sensors = [{ kind: "temperature" }];
    expect([validDing({ sensors }), taken({ sensors })]).toEqual([true, true]);
    const whole = { ...device, sensors };
    expect(validFlashConfig({ board: "esp32-devkit", device: whole, budget: { total: 1 } })).toBe(true);
    const { config, faults } = checkConfig(configBytes(whole), basisOf(device, board));
    expect([faults, config.sensors]).toEqual([[], [{ name: "sensor0", kind: "temperature", pin: "", every: 60_000, change: 0 }]]);
    // As the defaults, too.
    expect(checkConfig("{}", basisOf(whole, board))).toEqual({ config, faults: [] });
  });
});
