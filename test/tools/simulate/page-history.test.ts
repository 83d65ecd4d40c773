/** The past that a new page gets: the latest, and not more than it can hold. */
import { expect, it } from "vitest";
import { PageHistory } from "../../../src/tools/simulate/page-history.ts";

const message = (payload: Uint8Array) => ({ kind: "message", topic: "/t", payload, qos: 0, retained: false }) as const;

it("keeps the beginning of a long message, and says how long it is", () => {
  const { text, bytes } = new PageHistory().message(0, message(Buffer.from("é".repeat(100_000))));
  expect([text, bytes]).toEqual(["é".repeat(32_768), 200_000]);
  const odd = new PageHistory().message(0, message(Buffer.from(`a${"é".repeat(100_000)}`)));
  expect(odd.text).toBe(`a${"é".repeat(32_767)}`);
});

it("keeps the latest of many long messages", () => {
  const history = new PageHistory();
  for (let i = 0; i < 500; i++) history.message(i, message(Buffer.alloc(60_000, 0x61)));
  const { messages } = history.all;
  expect(messages.at(-1)?.at).toBe(499);
  expect(JSON.stringify(messages).length).toBeLessThan(9_000_000);
});

it("cuts a long line of a console", () => {
  const history = new PageHistory();
  expect(history.line({ node: "a", at: 0, line: "x".repeat(70_000) }).line).toMatch(/^x{65536}\.\.\. \(4464 more\)$/);
});
