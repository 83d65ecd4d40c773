/** The defaults that are compiled in: whole, and in bytes, as the chip has them. */
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import flashConfig from "../../flash.config.json" with { type: "json" };
import { VirtualEsp32 } from "../../board/virtual/index.ts";
import { build } from "../../src/tools/build/dist.ts";
import { deviceFaults } from "../../src/tools/build/device.ts";

const { device } = flashConfig;

/** A build of the node with these defaults. */
async function buildWith(defaults: object): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "device-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await writeFile(path.join(root, "package.json"), JSON.stringify({ version: "1.2.3" }));
  await writeFile(path.join(root, "flash.config.json"), JSON.stringify({ device: defaults, budget: { total: 65_536 } }));
  const dist = path.join(root, "dist");
  for (const folder of ["src", "board"]) await symlink(path.resolve(folder), path.join(root, folder));
  await build(dist, root);
  return dist;
}

it("has names in UTF-8, whatever script they are in", async () => {
  const board = new VirtualEsp32();
  onTestFinished(() => board.discard());
  const lines: string[] = [];
  board.onLine((line) => lines.push(line));
  board.install(await buildWith({ ...device, node: "Küche €", wifi: { ssid: "カフェ", password: "" } }));
  await board.powerOn();
  expect(lines.filter((line) => line.startsWith("ding "))).toEqual([expect.stringContaining(": Küche €, boot 1")]);
  expect(await board.eval("ding.config.wifi.ssid")).toBe("カフェ");
});

it("may leave out nothing", () => {
  expect(deviceFaults(device)).toEqual([]);
  for (const key of Object.keys(device)) expect(deviceFaults({ ...device, [key]: undefined })).toEqual([`device.${key} is missing`]);
});
