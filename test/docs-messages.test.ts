/** docs/messages.md shows messages as the firmware makes them: the same fields, in the same order. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { encodeUtf8 } from "../board/shared/byte-text.ts";
import { parseCommand } from "../src/firmware/commands.ts";

const page = readFileSync("docs/messages.md", "utf8");
const examples = [...page.matchAll(/```json\n(.*?)```/gs)].flatMap(([, block = ""]) => block.trim().split("\n"));

/** The fields of a source file's JSON, by the quoted keys in it. */
function fieldsOf(file: string): Set<string> {
  return new Set([...readFileSync(file, "utf8").matchAll(/"?([a-z]+)":/g)].map(([, name = ""]) => name));
}

it.each(examples)("%s is JSON", (example) => {
  expect(() => JSON.parse(example) as unknown).not.toThrow();
});

it.each([
  ["src/firmware/health.ts", "Health"],
  ["src/firmware/messages.ts", "Button events and readings"],
])("%s makes no field that the page does not name", (file, heading) => {
  const section = page.split(`## ${heading}`)[1]?.split("\n## ")[0] ?? "";
  expect(section).not.toBe("");
  const named = new Set([...section.matchAll(/[`."]([a-z]+)[`"]/g)].map(([, name = ""]) => name));
  for (const field of fieldsOf(file)) expect(named, field).toContain(field);
});

const commands = [...page.matchAll(/^\| `(.+?)` \| (?:`(.+?)`|refused) \| /gm)].map(([, payload = "", command]) => {
  // Escaped as within a JSON string, but for the quotes that are part of it.
  const text = JSON.parse(`"${payload.replace(/"/g, '\\"').replace(/\\\\(?=[rn])/g, "\\\\")}"`) as string;
  return { payload: text, command };
});

it("has a table of commands", () => {
  expect(commands.length).toBeGreaterThan(20);
});

it.each(commands)("$payload is $command", ({ payload, command }) => {
  const result = parseCommand(encodeUtf8(payload));
  if (command === undefined) expect(result).toBeTypeOf("string");
  else expect(result).toEqual(JSON.parse(command));
});
