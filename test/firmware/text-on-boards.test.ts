/** Text where it matters: on the interpreter, whose own JSON.parse takes what is not JSON, and whose strings are bytes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { bundleForEspruino } from "../../src/tools/bundle/bundle.ts";
import { boards } from "../support/boards.ts";
import { json, noJson, noJsonThere, twice } from "./json-cases.ts";
import { basis, loadAndHear } from "./load.ts";

const none = "none";
/** Storage files of the firmware's own modules. */
const modules = { json: "strict-json", utf8: "utf8", config: "config" };

describe.each(boards())("on the %s", (name, make) => {
  let board: ProgrammableBoard;
  beforeAll(async () => {
    board = make();
    for (const [file, module] of Object.entries(modules)) {
      const { code } = await bundleForEspruino({ root: process.cwd(), entry: `src/firmware/${module}.ts` });
      board.put(file, code);
    }
    await board.powerOn();
  });
  afterAll(() => board.discard());

  const base64 = (text: string): string => Buffer.from(text, "latin1").toString("base64");

  /** What it is parsed to there, with each byte of a text as a character. */
  async function parsed(text: string): Promise<unknown> {
    const answer = await board.eval(
      `(function(v){return v===undefined?"${none}":JSON.stringify(v)})(require("json").parseStrictJson(atob("${base64(text)}")))`,
    );
    return answer === none ? undefined : JSON.parse(answer);
  }

  test.each(json.filter(([text]) => text !== "-0"))("%j is JSON", async (text, value) => {
    expect(await parsed(text)).toEqual(value);
  });

  const bad = [...noJson, ["a key that is there twice", twice] as const];
  test.each(name === "real interpreter" ? [...bad, ...noJsonThere] : bad)("%s is none", async (_what, text) => {
    expect(await parsed(text)).toBeUndefined();
  });

  test.each([
    ["caf\xe9", "café"],
    ["caf\xc3\xa9 \xf0\x9f\x94\x94", "café 🔔"],
    ["\xed\xa0\x80\xc0\xaf", "í\xa0\x80À¯"],
    ['"\\\r\n\0\x7f', '"\\\r\n\0\x7f'],
    ['caf\xe9"\\\r\n\0\x7f\x01', 'café"\\\r\n\0\x7f\x01'],
    ["a\0\xff", "a\0ÿ"],
  ])("%j is quoted in UTF-8", async (held, read) => {
    const quoted = await board.eval(`btoa(require("utf8").quote(atob("${base64(held)}")))`);
    expect(JSON.parse(Buffer.from(quoted, "base64").toString("utf8"))).toBe(read);
  });

  /** What a ding.json makes there, and what is said of it. */
  async function loaded(ding: string): Promise<ReturnType<typeof loadAndHear>> {
    const held = base64(JSON.stringify(basis));
    const faults = await board.eval(
      `(function(f){var c=require("config").loadConfig(JSON.parse(atob("${held}")),atob("${base64(ding)}"),undefined,f);` +
        `return JSON.stringify({config:c,lines:f.map(function(x){return x.what+(x.instead&&"; "+x.instead)})})})([])`,
    );
    return JSON.parse(faults) as ReturnType<typeof loadAndHear>;
  }

  test.each(["colour", "on", "emit", "constructor", "toString", "hasOwnProperty", "valueOf", "__proto__", "length", "0", ""])(
    "an unknown key %j in ding.json costs itself alone",
    async (key) => {
      for (const value of ["1", '{"node":"x"}']) {
        const text = `{"node":"hall",${JSON.stringify(key)}:${value},"mqtt":{${JSON.stringify(key)}:${value},"port":7},"queue":7}`;
        const { config, lines } = await loaded(text);
        expect(config).toEqual(loadAndHear(text).config);
        expect(lines).toEqual(["unknown key ", "unknown key mqtt."].map((begin) => expect.stringContaining(begin) as string));
        for (const line of lines) expect(line).toContain(key);
      }
    },
  );

  test("a ding.json is loaded as in the tests of the configuration", async () => {
    const texts = [
      '{"node":"K\xc3\xbcche","button":{"pin":"D12"},"led":{"pin":"toString"},"sensors":[{"kind":"temperature"},{"kind":"constructor"},"on",{"pin":"D35","name":"a"},{"pin":"D36","name":"a"}]}',
      '{"led":{"pin":"D0"},"status":{"pin":"D5"},"wifi":{"ssid":"a","password":5},"health":1e4,"retry":[]}',
      "[]",
      "{node:1}",
    ];
    for (const text of texts) {
      expect(await loaded(text)).toEqual(loadAndHear(text));
    }
  });
});
