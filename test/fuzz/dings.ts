/** Texts of ding.json: good ones, what is nearly one, and anything else. Bytes as characters. */
import fc from "fast-check";
import { configKeys, itemKeys, lists, type Key } from "../../src/tools/schema/keys.ts";
import { at } from "../firmware/load.ts";
import { board, device } from "../support/settings.ts";
import { jsonTexts, latin1, mutated, objectTexts } from "./hostile.ts";

const pins = fc.constantFrom(...Object.keys(board.pins), "D99", "A0", "");

/** Values of a key, as JSON: some that its rule allows, and some at its edges. */
function valuesOf({ rule }: Key): fc.Arbitrary<string> {
  const { type, min = 0, max = 0, words } = rule;
  if (rule.pin) return pins.map((pin) => JSON.stringify(pin));
  if (words && type === "list") return fc.array(fc.constantFrom(...words), { maxLength: 4 }).map((list) => JSON.stringify(list));
  if (words) return fc.constantFrom(...words).map((word) => JSON.stringify(word));
  if (type === "number") return fc.oneof(fc.integer({ min, max }), fc.constantFrom(min - 1, max + 1, min + 0.5)).map(String);
  if (type === "boolean") return fc.boolean().map(String);
  return fc.string({ maxLength: Math.min(max, 20) + 2 }).map((text) => latin1(JSON.stringify(text)));
}

/** An object of keys, one inside another where their path has dots. */
function objectsOf(keys: readonly Key[]): fc.Arbitrary<string> {
  const names = [...new Set(keys.map(({ path }) => path.split(".")[0] ?? ""))];
  const fields = names.map((name): [string, fc.Arbitrary<string>] => {
    const own = keys.find(({ path }) => path === name);
    const inner = keys.filter(({ path }) => path.startsWith(`${name}.`)).map((key) => ({ ...key, path: key.path.slice(name.length + 1) }));
    return [name, own ? valuesOf(own) : objectsOf(inner)];
  });
  return objectTexts(Object.fromEntries(fields));
}

const listTexts = Object.fromEntries(
  lists.map((list) => [list.key, fc.array(objectsOf(itemKeys(list)), { maxLength: 4 }).map((items) => `[${items.join()}]`)] as const),
);

/** What a node has besides its way to the broker, all of it hostile. */
const otherKeys = configKeys(device).filter(({ path }) => !/^(node|base|wifi|mqtt|console)\b/.test(path) && !(path in listTexts));
const whole = fc.tuple(objectsOf(configKeys(device)), ...Object.values(listTexts)).map(([text, ...items]) => {
  const more = Object.keys(listTexts).map((key, i) => `"${key}":${items[i] ?? "[]"}`);
  return `${text.slice(0, -1)}${text === "{}" ? "" : ","}${more.join()}}`;
});

/** Any file. */
export const dingTexts: fc.Arbitrary<string> = fc.oneof(
  whole,
  mutated(whole.map((text) => Buffer.from(text, "latin1"))).map((bytes) => bytes.toString("latin1")),
  jsonTexts,
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
);

/** A file whose way to the broker is good, and whose other keys are anything that is JSON, each but once. */
export const reachableDings: fc.Arbitrary<object> = fc
  .array(fc.tuple(fc.constantFrom(...otherKeys), fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined))), { maxLength: 8 })
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map(([key, wrong]) =>
        (wrong === undefined ? valuesOf(key).map((text): unknown => JSON.parse(text)) : fc.constant<unknown>(wrong)).map((value) => at(key.path, value)),
      ),
    ),
  )
  .chain((parts) =>
    fc
      .record(Object.fromEntries(Object.entries(listTexts).map(([key, texts]) => [key, fc.oneof(texts.map(parsedOr), fc.jsonValue({ maxDepth: 2 }))])), {
        requiredKeys: [],
      })
      .map((items) => merged([...parts, items])),
  );

/** Hostile texts that are not JSON stand for themselves, as text. */
function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** One level deep, which is as deep as settings go. */
function merged(parts: readonly object[]): object {
  const all: Record<string, unknown> = {};
  for (const part of parts) {
    for (const [key, value] of Object.entries(part) as [string, unknown][]) {
      const before = all[key];
      const isBoth = isPlain(before) && isPlain(value);
      all[key] = isBoth ? { ...before, ...value } : value;
    }
  }
  return all;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
