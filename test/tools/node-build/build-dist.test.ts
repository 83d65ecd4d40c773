/** The build, on small projects made for each case: what comes out, and how a mistake is named. */
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { detokenise } from "../../../board/shared/tokens.ts";
import { build as buildDist, type Built, type Manifest } from "../../../src/tools/node-build/build-dist.ts";
import { device } from "../../support/settings.ts";
import { evaluate, mistakes, projectOf } from "../../support/small-project.ts";

const board = "esp32-devkit";

/** The node's files, with nothing to be said about their functions. */
const programs = [
  { entry: "src/firmware/doors.ts", path: "doors.js", storage: ".boot1" },
  { entry: "src/firmware/boot.ts", path: "boot.js", storage: ".bootcde" },
  { entry: "src/firmware/main.ts", path: "ding.js", storage: "ding.js" },
];

function build(outDir: string, root: string): Promise<Built> {
  return buildDist(outDir, { root, programs });
}

/** A node of a few lines, with what else is given in its place. */
async function project(files: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return projectOf({
    "package.json": { version: "1.2.3" },
    "flash.config.json": { board, device, budget: { total: 4096 } },
    [`board/pins/${board}.json`]: await readFile(`board/pins/${board}.json`, "utf8"),
    "src/firmware/doors.ts": `print("doors");`,
    "src/firmware/boot.ts": `print("boot");`,
    "src/firmware/main.ts": `declare const DEFAULTS: string, VERSION: string;\nexport function start() { print(VERSION + " " + DEFAULTS); }`,
    ...files,
  });
}

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
    const { exports, printed } = evaluate(detokenise(await readFile(path.join(root, "dist/ding.js"), "latin1")));
    (exports["start"] as () => void)();
    expect(printed).toEqual([`1.2.3 ${JSON.stringify(device)}`]);
  });

  it("is the same, byte for byte, wherever and whenever it is built", async () => {
    const [one, other] = [await project(), await project()];
    await Promise.all([build(path.join(one, "dist"), one), build(path.join(other, "elsewhere"), other)]);
    for (const name of ["doors.js", "boot.js", "ding.js", "manifest.json"]) {
      expect(await readFile(path.join(one, "dist", name))).toEqual(await readFile(path.join(other, "elsewhere", name)));
    }
  });

  it("holds nothing of an earlier build, and keeps what is none of it", async () => {
    const manifest = { version: "1.0.0", files: [{ path: "old.js", storage: "old" }] };
    const root = await project({ "dist/old.js": "old", "dist/notes.txt": "mine", "dist/manifest.json": manifest });
    await build(path.join(root, "dist"), root);
    expect((await readdir(path.join(root, "dist"))).toSorted()).toEqual(["boot.js", "ding.js", "doors.js", "manifest.json", "notes.txt"]);
  });

  it.each([
    ["no manifest", { "dist/boot.js": "mine" }],
    ["a manifest of something else", { "dist/manifest.json": { name: "an extension", version: "1", files: ["a.js"] } }],
    ["a manifest that leads out of it", { "dist/manifest.json": { version: "1", files: [{ path: "../package.json", storage: "x" }] } }],
    ["a manifest that is not JSON", { "dist/manifest.json": "{" }],
  ])("goes to no folder with %s in it", async (_what, files) => {
    const root = await project(files);
    expect(await mistakes(build(path.join(root, "dist"), root))).toEqual([expect.stringMatching(/holds other things than a build, and is left as it is/)]);
    expect(await readdir(path.join(root, "dist"))).toEqual(Object.keys(files).map((file) => path.basename(file)));
  });

  it("goes to nothing that is a file", async () => {
    const root = await project({ dist: "text" });
    expect(await mistakes(build(path.join(root, "dist"), root))).toEqual([expect.stringMatching(/is no folder that a build can go to/)]);
  });

  it("stays as it was when the build fails", async () => {
    const root = await project();
    const dist = path.join(root, "dist");
    await build(dist, root);
    const good = await readFile(path.join(dist, "boot.js"), "latin1");
    await writeFile(path.join(root, "src/firmware/boot.ts"), `print("another");`);
    await writeFile(path.join(root, "src/firmware/main.ts"), "export function start( {");
    await mistakes(build(dist, root));
    expect(await readFile(path.join(dist, "boot.js"), "latin1")).toBe(good);
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
    [
      "a closure over a loop's variable",
      `export function start() {\n  for (const x of [1, 2])\n    setTimeout(() => print(x), 1);\n}`,
      "src/firmware/main.ts:3:",
    ],
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
    ["bad JSON", { "flash.config.json": "{" }, /^flash.config.json: is not JSON: close brace expected in line 1, column 2$/],
    ["a configuration that is no object", { "flash.config.json": "[]" }, /^flash.config.json: must hold an object, \{\.\.\.\}$/],
    ["no device", { "flash.config.json": { budget: { total: 1 } } }, /^flash.config.json: device must be an object$/],
    ["a budget in words", { "flash.config.json": { board, device, budget: { total: "much" } } }, /^flash.config.json: budget.total .* got "much"$/],
    ["no budget", { "flash.config.json": { board, device } }, /^flash.config.json: budget is missing$/],
    ["a key that is none", { "flash.config.json": { board, device, budget: { total: 4096 }, interpeter: {} } }, /^flash.config.json: unknown key interpeter$/],
    [
      "a wrong key in device",
      { "flash.config.json": { board, device: { ...device, quue: 5 }, budget: { total: 4096 } } },
      /^flash.config.json: unknown key device.quue$/,
    ],
    [
      "a wrong value in device",
      { "flash.config.json": { board, device: { ...device, queue: 0 }, budget: { total: 4096 } } },
      /^flash.config.json: device.queue must be 1..1000, got 0$/,
    ],
    [
      "a key of device that is not there",
      { "flash.config.json": { board, device: { ...device, mqtt: { ...device.mqtt, port: undefined } }, budget: { total: 4096 } } },
      /^flash.config.json: device.mqtt.port is missing$/,
    ],
    [
      "no pin for the button",
      { "flash.config.json": { board, device: { ...device, button: { ...device.button, pin: "" } }, budget: { total: 4096 } } },
      /^flash.config.json: device.button.pin must be a pin for button, got "": missing$/,
    ],
    [
      "a sensor of no kind",
      { "flash.config.json": { board, device: { ...device, sensors: [{ ...device.sensors[0], kind: "radar" }] }, budget: { total: 4096 } } },
      /^flash.config.json: device.sensors\[0\].kind must be one of .*, got "radar"$/,
    ],
    [
      "a name that is too long in bytes",
      { "flash.config.json": { board, device: { ...device, node: "ü".repeat(17) }, budget: { total: 4096 } } },
      /^flash.config.json: device.node must be 0..32 bytes .*, got "ü+"$/,
    ],
    [
      "files over the budget",
      { "flash.config.json": { board, device, budget: { total: 40 } } },
      /^over budget: \d+ bytes \(doors.js \d+, boot.js \d+, ding.js \d+\).* is 40$/,
    ],
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
