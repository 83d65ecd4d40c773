/** Payloads of the control topics: good commands, what is nearly one, and anything else. */
import fc from "fast-check";
import { anyText, jsonTexts, latin1, mutated, objectTexts } from "./hostile.ts";

const states = fc.constantFrom('"on"', '"off"', '"toggle"', '"ON"', "true", "0", "1");
const times = fc.oneof(fc.integer({ min: 10, max: 2_000 }), fc.integer()).map(String);
const brightness = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double()).map((value) => JSON.stringify(value));
const blinks = objectTexts({ on: times, off: times, count: fc.integer({ min: 0, max: 50 }).map(String) });
const ids = anyText(40).map((id) => latin1(JSON.stringify(id)));
const percentages = fc.oneof(fc.double({ min: -1, max: 101 }), fc.nat(100)).map((value) => `${value}%`);

const documents = objectTexts({ state: states, brightness, brightness_pct: fc.integer({ min: -1, max: 101 }).map(String), blink: blinks, for: times, id: ids });
const words = fc.constantFrom("on", "off", "toggle", "1", "0", "true", "false", "ON", " On\r\n", '"on"', "\xef\xbb\xbfoff", "50%", '" 7.5 % "', "\xa0on", "");
const long = fc.integer({ min: 480, max: 560 }).map((length) => `{"state":"on","id":"${"x".repeat(length - 22)}"}`);

const texts = fc.oneof(words, documents, documents, percentages, jsonTexts, long).map((text) => Buffer.from(text, "latin1"));
const anything = fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes));

export const commandPayloads: fc.Arbitrary<Buffer> = fc.oneof(texts, mutated(texts), mutated(texts), anything);

const wordsAndPercentages = /^"?\s*(on|off|toggle|true|false|0|1|[-+.\de\s]+%)\s*"?$/i;

/** Whether a payload could be a command at all, by another reader's judgement: JSON.parse, and a list of words. */
export function mayBeCommand(payload: Buffer): boolean {
  const text = payload
    .toString("latin1")
    .trim()
    .replace(/^\xef\xbb\xbf/, "")
    .trim();
  if (!text.startsWith("{")) return wordsAndPercentages.test(text);
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
