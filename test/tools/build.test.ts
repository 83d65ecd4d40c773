/** The build, on small projects made for each case: what comes out, and how a mistake is named. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import vm from "node:vm";
import { crc32 } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import flashConfig from "../../flash.config.json" with { type: "json" };
import { bundleForEspruino, BuildError } from "../../src/tools/build/bundle.ts";
import { build, type Manifest } from "../../src/tools/build/dist.ts";
import { tables } from "../../src/tools/build/tables.ts";
import { run } from "./commands.ts";

const folders: string[] = [];
/** Defaults for a node, as they must be: whole. */
const { device } = flashConfig;

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** A project of these files in a folder of its own; a value that is no text becomes JSON. */
async function project(files: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "build-"));
  folders.push(root);
  const all: Readonly<Record<string, unknown>> = {
    "package.json": { version: "1.2.3" },
    "flash.config.json": { device, budget: { total: 4096 } },
    "src/firmware/doors.ts": `print("doors");`,
    "src/firmware/boot.ts": `print("boot");`,
    "src/firmware/main.ts": `declare const TABLES: string, VERSION: string;\nexport function start() { print(VERSION + " " + TABLES); }`,
    ...files,
  };
  for (const [name, content] of Object.entries(all)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return root;
}

/** Builds `entry.ts` alone. */
async function bundle(source: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = await project({ "entry.ts": source, ...more });
  return (await bundleForEspruino({ root, entry: "entry.ts" })).code;
}

/** What a build that has to fail says. */
async function mistakes(building: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await building.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof BuildError)) throw new Error(`it did not fail as it should, but gave ${String(error)}`);
  return error.lines;
}

/** What a program prints, and what it exports. */
function evaluate(code: string): { printed: string[]; exports: Record<string, unknown> } {
  const printed: string[] = [];
  const exports: Record<string, unknown> = {};
  vm.runInNewContext(code, { print: (line: unknown) => printed.push(String(line)), exports });
  return { printed, exports };
}

describe("short names", () => {
  const source = `export function start(at: number) { for (let i = 0; i < 2; i++) { print(String.fromCharCode(at)); print(String.fromCharCode(at + i)); } print(String.fromCharCode(at + 9)); print(JSON.stringify(at)); }`;

  it.each([true, false])("are given to what is mentioned often when asked for (%s), and it does the same", async (shortNames) => {
    const root = await project({ "entry.ts": source });
    const { code } = await bundleForEspruino({ root, entry: "entry.ts", shortNames });
    expect(code.split("String.fromCharCode").length - 1).toBe(shortNames ? 1 : 3);
    expect(code).toContain("JSON.stringify("); // once: not worth it
    const { printed, exports } = evaluate(code);
    (exports["start"] as (at: number) => void)(65);
    expect(printed).toEqual(["A", "A", "A", "B", "J", "65"]);
  });
});

describe("dist/", () => {
  it("holds a file for each Storage file of a fresh device, and the manifest that names them", async () => {
    const root = await project();
    const dist = path.join(root, "dist");
    await build(dist, root);
    const manifest = JSON.parse(await readFile(path.join(dist, "manifest.json"), "utf8")) as Manifest;
    expect(manifest.version).toBe("1.2.3");
    expect(manifest.files.map((file) => [file.path, file.storage])).toEqual([
      ["doors.js", ".boot1"],
      ["boot.js", ".bootcde"],
      ["ding.js", "ding.js"],
    ]);
    for (const file of manifest.files) {
      const bytes = await readFile(path.join(dist, file.path));
      expect(file.bytes).toBe(bytes.length);
      expect(file.crc32).toBe(crc32(bytes));
    }
  });

  it("names the CRC-32 that E.CRC32 on the chip gives", () => {
    expect(crc32(Buffer.from("123456789"))).toBe(0xcbf43926);
  });

  it("has the version and the device's defaults compiled in", async () => {
    const root = await project();
    await build(path.join(root, "dist"), root);
    const { exports, printed } = evaluate(await readFile(path.join(root, "dist/ding.js"), "latin1"));
    (exports["start"] as () => void)();
    expect(printed).toEqual([`1.2.3 ${tables(device)}`]);
  });

  it("is the same, byte for byte, wherever and whenever it is built", async () => {
    const [one, other] = [await project(), await project()];
    await Promise.all([build(path.join(one, "dist"), one), build(path.join(other, "elsewhere"), other)]);
    for (const name of ["doors.js", "boot.js", "ding.js", "manifest.json"]) {
      expect(await readFile(path.join(one, "dist", name))).toEqual(await readFile(path.join(other, "elsewhere", name)));
    }
  });

  it("holds nothing of an earlier build", async () => {
    const root = await project({ "dist/old.js": "old" });
    await build(path.join(root, "dist"), root);
    await expect(readFile(path.join(root, "dist/old.js"))).rejects.toThrow("ENOENT");
  });

  it("stays as it was when the build fails", async () => {
    const root = await project({ "dist/boot.js": "the last good one", "src/firmware/main.ts": "export function start( {" });
    await mistakes(build(path.join(root, "dist"), root));
    expect(await readFile(path.join(root, "dist/boot.js"), "latin1")).toBe("the last good one");
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
    const code = await bundle(`import { make } from "./other.ts"; const a = make(); print(a._secretNumber + a.shown); print(({ __proto__: a } as typeof a).shown);`, {
      "other.ts": `export function make() { return { _secretNumber: 1, shown: 2 }; }`,
    });
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

describe("a mistake", () => {
  const inMain = async (source: string): Promise<readonly string[]> => {
    const root = await project({ "src/firmware/main.ts": source });
    return mistakes(build(path.join(root, "dist"), root));
  };

  it("that Espruino would not run is named at its place in the source, with what to write instead", async () => {
    expect(await inMain(`import { f } from "./part.ts";\nexport function start() { f(); }`)).toEqual([expect.stringContaining("src/firmware/main.ts:1:")]);
    const root = await project({
      "src/firmware/main.ts": `import { f } from "./part.ts";\nexport function start() { f({ a: 1 }); }`,
      "src/firmware/part.ts": `// one\n\nexport function f(o: { a: number }): void {\n  const { a } = o;\n  print(a);\n  print(a + 1);\n}`,
    });
    expect(await mistakes(build(path.join(root, "dist"), root))).toEqual([
      "src/firmware/part.ts:4:3: Espruino has no destructuring: name each value in a statement of its own.",
    ]);
  });

  it.each([
    ["a closure over a loop's variable", `export function start() {\n  for (const x of [1, 2])\n    setTimeout(() => print(x), 1);\n}`, "src/firmware/main.ts:3:"],
    ["a generator", `export function* start() {\n  yield 1;\n}`, "src/firmware/main.ts:1:"],
    ["a private name", `export class A {\n  #a = Math.random();\n  start() { print(this.#a); }\n}`, "src/firmware/main.ts:"],
    ["a function of the library that the chip has not got", `export function start() { print(Object.freeze({ a: 1 })); }`, "src/firmware/main.ts:1:"],
  ])("such as %s has its line", async (_what, source, place) => {
    const lines = await inMain(source);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toContain(place);
  });

  it("of syntax has its line", async () => {
    expect(await inMain(`export function start() {\n  const = 1;\n}`)).toEqual([`src/firmware/main.ts:2:9: Expected identifier but found "="`]);
  });

  it("in the name of a file is named", async () => {
    expect(await inMain(`import "./nowhere.ts";\nexport function start() {}`)).toEqual([`src/firmware/main.ts:1:8: Could not resolve "./nowhere.ts"`]);
  });

  it.each([
    ["no entry", { "src/firmware/main.ts": undefined }, /Could not resolve "src\/firmware\/main.ts"/],
    ["no configuration", { "flash.config.json": undefined }, /^flash.config.json: no such file$/],
    ["bad JSON", { "flash.config.json": "{" }, /^flash.config.json: .*JSON/],
    ["a configuration that is no object", { "flash.config.json": "[]" }, /^flash.config.json: must hold an object$/],
    ["no device", { "flash.config.json": { budget: { total: 1 } } }, /^flash.config.json: device must be an object$/],
    ["a budget in words", { "flash.config.json": { device, budget: { total: "much" } } }, /^flash.config.json: budget.total .* got "much"$/],
    ["no budget", { "flash.config.json": { device } }, /^flash.config.json: budget is missing$/],
    ["a key that is none", { "flash.config.json": { device, budget: { total: 4096 }, interpeter: {} } }, /^flash.config.json: bad key interpeter; did you mean interpreter\?$/],
    ["a wrong key in device", { "flash.config.json": { device: { ...device, quue: 5 }, budget: { total: 4096 } } }, /^flash.config.json: bad key device.quue; did you mean device.queue\?$/],
    ["a wrong value in device", { "flash.config.json": { device: { ...device, queue: 0 }, budget: { total: 4096 } } }, /^flash.config.json: device.queue must be 1..1000, got 0$/],
    ["a key of device that is not there", { "flash.config.json": { device: { ...device, mqtt: { ...device.mqtt, port: undefined } }, budget: { total: 4096 } } }, /^flash.config.json: device.mqtt.port is missing$/],
    ["no pin for the button", { "flash.config.json": { device: { ...device, button: { ...device.button, pin: "" } }, budget: { total: 4096 } } }, /^flash.config.json: device.button.pin must be a pin for input, got ""$/],
    ["a sensor of no kind", { "flash.config.json": { device: { ...device, sensors: [{ ...device.sensors[0], kind: "radar" }] }, budget: { total: 4096 } } }, /^flash.config.json: device.sensors\[0\].kind must be one of .*, got "radar"$/],
    ["a name that is too long in bytes", { "flash.config.json": { device: { ...device, node: "ü".repeat(17) }, budget: { total: 4096 } } }, /^flash.config.json: device.node must be 0..32 bytes .*, got "ü+"$/],
    ["files over the budget", { "flash.config.json": { device, budget: { total: 40 } } }, /^over budget: \d+ bytes \(doors.js \d+, boot.js \d+, ding.js \d+\).* is 40$/],
  ])("%s is one clear line", async (_what, files: Readonly<Record<string, unknown>>, expected) => {
    const root = await project();
    for (const [name, content] of Object.entries(files)) {
      if (content === undefined) await rm(path.join(root, name));
      else await writeFile(path.join(root, name), typeof content === "string" ? content : JSON.stringify(content));
    }
    const [line, ...more] = await mistakes(build(path.join(root, "dist"), root));
    expect(line).toMatch(expected);
    expect(more).toEqual([]);
  });
});

describe("npm run build", () => {
  it("prints what each file weighs and what they may weigh together", async () => {
    const out = path.join(await project(), "out");
    const { code, stdout } = await run("build", ["--out", out]);
    expect(stdout).toEqual([
      expect.stringMatching(/^doors\.js +\d+ bytes$/),
      expect.stringMatching(/^boot\.js +\d+ bytes$/),
      expect.stringMatching(/^ding\.js +\d+ bytes$/),
      expect.stringMatching(/^in all +\d+ bytes of \d+$/),
    ]);
    expect(code).toBe(0);
  });

  it("answers an unknown option with one line", async () => {
    const { code, stderr } = await run("build", ["--fast"]);
    expect(stderr).toEqual([expect.stringContaining("unknown option '--fast'")]);
    expect(code).not.toBe(0);
  });
});
