/** The defaults that are compiled in: in bytes, as the chip has them. */
import { expect, it, onTestFinished } from "vitest";
import path from "node:path";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import { readSettings } from "../../../src/tools/config/settings.ts";
import { build } from "../../../src/tools/node-build/build-dist.ts";
import { device } from "../../support/settings.ts";
import { projectOf } from "../../support/small-project.ts";

it("has names in UTF-8, whatever script they are in", async () => {
  const dist = path.join(await projectOf({}), "dist");
  const settings = await readSettings(".");
  await build(dist, { settings: { ...settings, device: { ...device, node: "Küche €", wifi: { ssid: "カフェ", password: "" } } } });
  const board = new VirtualEsp32();
  onTestFinished(() => board.discard());
  const lines: string[] = [];
  board.onLine((line) => lines.push(line));
  board.install(dist);
  await board.powerOn();
  expect(lines.filter((line) => line.startsWith("ding "))).toEqual([expect.stringContaining(": Küche €, boot 1")]);
  expect(await board.eval("ding.config.wifi.ssid")).toBe("カフェ");
});
