/** Strict JSON where it matters: on the interpreter, whose own JSON.parse takes what is none. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { bundleForEspruino } from "../../src/tools/build/bundle.ts";
import { boards } from "../support/boards.ts";
import { json, noJson, noJsonThere } from "./json-cases.ts";

const none = "none";

describe.each(boards())("on the %s", (name, make) => {
  let board: ProgrammableBoard;
  beforeAll(async () => {
    const { code } = await bundleForEspruino({ root: process.cwd(), entry: "src/firmware/text.ts" });
    board = make();
    board.put("text", code);
    await board.powerOn();
  });
  afterAll(() => board.discard());

  /** What it is parsed to there, with each byte of a text as a character. */
  async function parsed(text: string): Promise<unknown> {
    const base64 = Buffer.from(text, "latin1").toString("base64");
    const answer = await board.eval(`(function(v){return v===undefined?"${none}":JSON.stringify(v)})(require("text").parseJson(atob("${base64}")))`);
    return answer === none ? undefined : JSON.parse(answer);
  }

  test.each(json.filter(([text]) => text !== "-0"))("%j is JSON", async (text, value) => {
    expect(await parsed(text)).toEqual(value);
  });

  test.each(name === "real interpreter" ? [...noJson, ...noJsonThere] : noJson)("%s is none", async (_what, text) => {
    expect(await parsed(text)).toBeUndefined();
  });

  test.each([
    ["caf\xe9", "café"],
    ["caf\xc3\xa9 \xf0\x9f\x94\x94", "café 🔔"],
    ["\xed\xa0\x80\xc0\xaf", "í\xa0\x80À¯"],
    ['"\\\r\n\0\x7f', '"\\\r\n\0\x7f'],
  ])("%j is quoted in UTF-8", async (held, read) => {
    const base64 = Buffer.from(held, "latin1").toString("base64");
    const quoted = await board.eval(`btoa(require("text").quote(atob("${base64}")))`);
    expect(JSON.parse(Buffer.from(quoted, "base64").toString("utf8"))).toBe(read);
  });
});
