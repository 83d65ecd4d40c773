/** From TypeScript to one script: what comes out. */
import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { bundleForEspruino } from "../../../src/tools/bundle/bundle.ts";
import { evaluate, projectOf } from "../../support/small-project.ts";

/** Builds `entry.ts` alone. */
async function bundle(source: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = await projectOf({ "entry.ts": source, ...more });
  return (await bundleForEspruino({ root, entry: "entry.ts" })).code;
}

describe("short names", () => {
  const often = "print(String.fromCharCode(at, at));".repeat(10);
  const source = `export function start(at: number) { for (let i = 0; i < 2; i++) { print(String.fromCharCode(at)); print(String.fromCharCode(at + i)); } print(String.fromCharCode(at + 9)); print(String.fromCharCode(at + 1, at + 2, at + 3)); print(String.fromCharCode(at + 4) + String.fromCharCode(at + 5)); print(JSON.stringify(at)); if (at < 0) { ${often} } }`;

  it.each([true, false])("are given to what is mentioned often when asked for (%s), and it does the same", async (shortNames) => {
    const root = await projectOf({ "entry.ts": source });
    const { code } = await bundleForEspruino({ root, entry: "entry.ts", shortNames });
    expect(code.split("String.fromCharCode").length - 1).toBe(shortNames ? 1 : 16);
    expect(code).toContain("JSON.stringify("); // once: not worth it
    const { printed, exports } = evaluate(code);
    (exports["start"] as (at: number) => void)(65);
    expect(printed).toEqual(["A", "A", "A", "B", "J", "BCD", "EF", "65"]);
  });
});

describe("a bundle", () => {
  it("joins modules into one script that leaves no global behind", async () => {
    const code = await bundle(`import { name } from "./name.ts"; const text = "hello " + name(); print(text);`, {
      "name.ts": `export function name(): string { return "world"; }`,
    });
    expect(evaluate(code).printed).toEqual(["hello world"]);
    const before = Object.keys(globalThis);
    vm.runInThisContext(code.replace("print(", "String("));
    expect(Object.keys(globalThis)).toEqual(before);
  });

  it("gives what its entry exports to `require`", async () => {
    const { exports } = evaluate(await bundle(`export function twice(n: number): number { return n * 2; }\nexport const name = "x";`));
    expect((exports["twice"] as (n: number) => number)(4)).toBe(8);
    expect(exports["name"]).toBe("x");
  });

  it("leaves the interpreter's modules to the interpreter", async () => {
    expect(await bundle(`require("Storage").erase("x"); require("Wifi");`)).toMatch(/require\("Storage"\).*require\("Wifi"\)/);
  });

  it("shortens properties that begin with _ alike everywhere, and leaves __proto__ and the rest", async () => {
    const code = await bundle(
      `import { make } from "./other.ts"; const a = make(); print(a._secretNumber + a.shown); print(({ __proto__: a } as typeof a).shown);`,
      {
        "other.ts": `export function make() { return { _secretNumber: 1, shown: 2 }; }`,
      },
    );
    expect(code).not.toContain("_secretNumber");
    expect(evaluate(code).printed).toEqual(["3", "2"]);
  });

  it("spends nothing on a const enum", async () => {
    const code = await bundle(`import { Qos } from "./qos.ts"; print(Qos.AtLeastOnce);`, { "qos.ts": `export const enum Qos { AtMostOnce, AtLeastOnce }` });
    expect(evaluate(code).printed).toEqual(["1"]);
    expect(code).not.toContain("AtLeastOnce");
  });

  it("lowers what can be lowered: `?.`, `??=` and `**`", async () => {
    const code = await bundle(`const o: { a?: number } = {}; o.a ??= 2 ** 3; let p: typeof o | undefined; p = o; print(p?.a);`);
    expect(code).not.toMatch(/\?\.|\?\?=|\*\*/);
    expect(evaluate(code).printed).toEqual(["8"]);
  });

  it("is printable ASCII, whatever its strings hold", async () => {
    const code = await bundle(`print("\\x03\\x10\\xff\\0");`);
    expect(code).toMatch(/^[\x20-\x7e\n]+$/);
    expect(evaluate(code).printed).toEqual(["\x03\x10\xff\0"]);
  });
});
