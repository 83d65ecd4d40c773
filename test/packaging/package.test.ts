/** tinymqtt as others get it: with TypeScript, with esbuild, in Node, and as one file on Espruino. */
import { Aedes } from "aedes";
import { build } from "esbuild";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { boards, nextLine } from "../support/boards.ts";
import { again } from "../tinymqtt/again.ts";
import { projectWithPackage } from "./package.ts";

const run = promisify(execFile);

/** A program that a stranger writes: typed, and run by Node as it is once the types are gone. */
const program = `import { create, matches, type Client, type Options } from "tinymqtt";
import { Reason } from "tinymqtt/reasons";

declare const process: { argv: string[] };
declare const console: { log(text: string): void };

const options: Options = { port: Number(process.argv[2]), will: { topic: "hall/status", message: "gone", qos: 1 } };
const client: Client = create("127.0.0.1", options);
client.on("connected", ({ sessionPresent }) => {
  console.log("connected " + String(sessionPresent));
  client.subscribe("hall/#", 1);
});
client.on("subscribed", ({ granted }) => {
  console.log("granted " + granted.join());
  client.publish("hall/bell", "caf\\u00e9 \\u2603", { qos: 1 });
});
client.on("message", ({ topic, message, qos }) => {
  console.log(topic + " " + message + " " + String(qos) + " " + String(matches("hall/+", topic)));
  client.end();
});
client.on("disconnected", (reason, code) => console.log(reason + " " + String(code === Reason.Disconnected)));
client.connect();
`;

/** In Node as well, by `require`. */
const commonJs = `const { create } = require("tinymqtt");
const { Reason } = require("tinymqtt/reasons");
const client = create("127.0.0.1", { port: Number(process.argv[2]) });
client.on("connected", () => client.end());
client.on("disconnected", (reason, code) => console.log(reason, code === Reason.Disconnected));
client.connect();
`;

/** For Espruino, bundled from the package's modules. */
const onChip = `import { create } from "tinymqtt";
const client = create("127.0.0.1", { port: PORT, clientId: "bundled" });
client.on("connected", function () { client.subscribe("hall/led", 1); });
client.on("message", function (m) { print(m.topic + " " + m.message); });
require("Wifi").connect("virtual", {}, function () { client.connect(); });
`;

let folder = "";
let remove = (): Promise<void> => Promise.resolve();

beforeAll(async () => {
  ({ folder, remove } = await projectWithPackage({ "main.ts": program, "old.cjs": commonJs, "chip.js": onChip }));
}, 60_000);
afterAll(() => remove());

describe("what is in it", () => {
  const file = (name: string): string => path.join(folder, "node_modules/tinymqtt", name);

  it("is what its package.json exports, with types, licence and README", () => {
    const { exports, license } = JSON.parse(readFileSync(file("package.json"), "utf8")) as { exports: object; license: string };
    const exported = JSON.stringify(exports).match(/\.\/[\w.]+(?="[,}])/g) ?? [];
    expect(exported).toEqual(expect.arrayContaining(["./node.js", "./index.js", "./index.d.ts", "./reasons.d.ts", "./tinyMQTT.min.js"]));
    for (const name of exported) expect(existsSync(file(name)), name).toBe(true);
    expect(readFileSync(file("LICENSE"), "utf8")).toMatch(`${license} License`);
  });

  it("is what its README says: links lead to its own headings, and it names the file for Espruino", () => {
    const readme = readFileSync(file("README.md"), "utf8");
    const links = [...readme.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, link = ""]) => link);
    expect(links).not.toEqual([]);
    for (const link of links) expect(readme).toMatch(new RegExp(`^#+ ${link.replace("#", "").replaceAll("-", " ")}$`, "im"));
    expect(readme).toContain("`tinyMQTT.min.js`");
  });
});

describe("in a new TypeScript project", () => {
  it.each([
    ["bundler", ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
    ["nodenext", ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
  ])("its types hold with strict and moduleResolution %s, and so do those inside it", { timeout: 60_000 }, (_name, module, moduleResolution) => {
    const compiler = ts.createProgram([path.join(folder, "main.ts")], {
      ...{ module, moduleResolution, target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts"], types: [] },
      ...{ strict: true, skipLibCheck: false, isolatedModules: true, verbatimModuleSyntax: true, noEmit: true },
      ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    });
    const faults = ts
      .getPreEmitDiagnostics(compiler)
      .map(({ file, messageText }) => `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
    expect(faults).toEqual([]);
  });
});

describe("with a broker", () => {
  let aedes: Aedes;
  let port = 0;
  const sockets = new Set<Socket>();

  beforeEach(async () => {
    aedes = await Aedes.createBroker();
    const server = createServer((socket) => {
      sockets.add(socket);
      aedes.handle(socket);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    ({ port } = server.address() as AddressInfo);
    onTestFinished(() => void server.close());
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await new Promise<void>((resolve) => aedes.close(resolve));
  });

  const publish = (): void =>
    aedes.publish({ cmd: "publish", topic: "hall/led", payload: Buffer.from("on"), qos: 0, retain: false, dup: false }, () => undefined);

  /** The program subscribes once the board has power, and prints what is published. */
  async function expectItListens(board: ProgrammableBoard): Promise<void> {
    const subscribed = once(aedes, "subscribe");
    await board.powerOn();
    await subscribed;
    const told = nextLine(board, /^hall\/led on$/);
    publish();
    await told;
  }

  it("it runs in plain Node", async () => {
    const { outputText: code } = ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } });
    const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", code, "-", String(port)], { cwd: folder });
    expect({ stdout: stdout.trim().split("\n"), stderr }).toEqual({
      stdout: ["connected false", "granted 1", `hall/bell ${Buffer.from("café ☃").toString("latin1")} 1 true`, "disconnected true"],
      stderr: "",
    });
  });

  it("it runs in plain Node by require, without a warning", async () => {
    const { stdout, stderr } = await run(process.execPath, ["old.cjs", String(port)], { cwd: folder });
    expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: "disconnected true", stderr: "" });
  });

  it("it runs in Node when esbuild has bundled it", async () => {
    const outfile = path.join(folder, "bundled.mjs");
    await build({ absWorkingDir: folder, entryPoints: ["main.ts"], bundle: true, format: "esm", platform: "node", outfile, logLevel: "silent" });
    const { stdout } = await run(process.execPath, [outfile, String(port)], { cwd: folder });
    expect(stdout).toMatch(/^disconnected true$/m);
  });

  describe.each(boards())("on the %s", (name, make) => {
    it("the single file is a module of Storage", again(name), async () => {
      const board = make();
      onTestFinished(() => board.discard());
      board.put("tinyMQTT", readFileSync(path.join(folder, "node_modules/tinymqtt/tinyMQTT.min.js"), "latin1"));
      board.put(
        ".bootcde",
        `var mqtt=require("tinyMQTT").create("127.0.0.1",{port:${port},clientId:"single"});
mqtt.on("connected",function(){mqtt.subscribe("hall/led",1)});
mqtt.on("message",function(m){print(m.topic+" "+m.message)});
require("Wifi").connect("virtual",{},function(){mqtt.connect()});
`,
      );
      await expectItListens(board);
    });

    it("a program runs that esbuild has bundled with it", again(name), async () => {
      const { outputFiles } = await build({
        ...{
          absWorkingDir: folder,
          entryPoints: ["chip.js"],
          bundle: true,
          format: "iife",
          platform: "neutral",
          target: "es2022",
          write: false,
          logLevel: "silent",
        },
        ...{ define: { PORT: String(port) }, external: ["net", "tls", "Wifi"] },
      });
      const board = make();
      onTestFinished(() => board.discard());
      board.put(".bootcde", outputFiles[0]?.text ?? "");
      await expectItListens(board);
    });
  });
});
