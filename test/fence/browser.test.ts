/** What the page runs in the browser needs nothing of Node: neither its modules nor its globals. */
import { build } from "esbuild";
import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Script, createContext } from "node:vm";
import { expect, it, onTestFinished } from "vitest";

/** One bundle for a browser; esbuild refuses what it cannot resolve there, as every module of Node. */
async function bundle(...modules: string[]): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "browser-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const entry = path.join(folder, "entry.ts");
  writeFileSync(entry, modules.map((module, i) => `export * as m${i} from ${JSON.stringify(path.resolve(module))};`).join("\n"));
  const options = { bundle: true, write: false, platform: "browser", format: "iife", globalName: "bundle", logLevel: "silent" } as const;
  const { outputFiles } = await build({ ...options, entryPoints: [entry], absWorkingDir: process.cwd() });
  return outputFiles[0]?.text ?? "";
}

it("sets up a board with no module of Node", async () => {
  const code = await bundle("src/tools/board-setup/flash-board.ts", "src/tools/board-setup/interpreter/index.ts");
  expect(code.match(/require\("node:[^"]*"\)|from "node:[^"]*"/g)).toBeNull();
});

it("compares checksums and speaks with the console without Node's globals", async () => {
  const code = await bundle("src/tools/board-session/question.ts", "src/tools/config/check-config.ts", "src/tools/board-setup/interpreter/partitions.ts");
  const context = createContext({ TextEncoder, TextDecoder });
  const answered: unknown = new Script(`${code};bundle.m0.findAnswer("\\x1e1=1\\x1f" + ${String(crcOf("=1"))}).answer.json`).runInContext(context);
  expect(answered).toBe("1");
});

/** By the definition, bit by bit. */
function crcOf(text: string): number {
  let crc = -1;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

it("would notice", async () => {
  await expect(bundle("src/tools/serial/port-errors.ts")).rejects.toThrow(/node:fs/);
});
