/** JSON as the page lays it out. */
import { describe, expect, it } from "vitest";
import { indent, layOut } from "../../../src/tools/page/messages/laid-out.ts";

function oneLine(text: string): string | undefined {
  return layOut(text)
    ?.map((piece) => piece.text)
    .join("");
}

describe("JSON in one line", () => {
  it.each([
    ['{"a":1,"b":[true,null]}', '{"a": 1, "b": [true, null]}'],
    ['{ "a" :\n 1 }', '{"a": 1}'],
    ["[]", "[]"],
    // Nothing is rounded, joined or turned round.
    ['{"a":1763812345.120,"a":-1e+400,"b":"x:,\\"\\u00e9{"}', '{"a": 1763812345.120, "a": -1e+400, "b": "x:,\\"\\u00e9{"}'],
  ])("%s", (text, laidOut) => {
    expect(oneLine(text)).toBe(laidOut);
  });

  it("knows keys from texts", () => {
    expect(layOut('{"a":"b","c":["d"]}')?.filter(({ kind }) => kind !== "sign")).toEqual([
      { kind: "key", text: '"a"' },
      { kind: "text", text: '"b"' },
      { kind: "key", text: '"c"' },
      { kind: "text", text: '"d"' },
    ]);
  });

  it.each(["", "on", "1", '"on"', "{", '{"a":1}x', "<b>{}</b>", `[${"1,".repeat(10_000)}1]`])("%.12s is left as it came", (text) => {
    expect(layOut(text)).toBeUndefined();
  });
});

it("in lines it is indented, and what is empty stays short", () => {
  const text = '{"a":1,"b":{"c":[1,2],"d":{},"e":[]}}';
  const lines = indent(layOut(text) ?? [])
    .map((piece) => piece.text)
    .join("");
  expect(lines).toBe(JSON.stringify(JSON.parse(text), undefined, 2));
});

it.each([
  ["nested without end", "[".repeat(9990) + "]".repeat(9990)],
  ["with many things far down", `${"[".repeat(100)}${"1,".repeat(9000)}1${"]".repeat(100)}`],
  ["with many things", `${"[".repeat(15)}${"1,".repeat(9000)}1${"]".repeat(15)}`],
])("what is %s takes little room", (_name, text) => {
  const lines = indent(layOut(text) ?? []).map((piece) => piece.text);
  expect(lines.join("").replace(/\s/g, "")).toBe(text);
  expect(lines.join("").length).toBeLessThan(150_000);
});
