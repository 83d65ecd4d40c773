/** The node that is to be flashed: built now, so that what is flashed is what the sources say. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asBoard } from "../build/board.ts";
import { buildNode, type Device } from "./build-node.ts";
import { readDist, type Release } from "./release.ts";

export interface BuiltNode {
  release: Release;
  device: Device;
  /** Whether the board that flash.config.json names has such a pin. */
  hasPin: (pin: string, use: string) => boolean;
}

/**
 * Builds in a folder of its own, since another command may be building dist/ just now.
 * @throws {UserError} with the build's own lines, which name file and line
 */
export async function buildForFlash(): Promise<BuiltNode> {
  const dist = await mkdtemp(join(tmpdir(), "dist-"));
  try {
    const device = await buildNode(dist);
    return { release: readDist(dist), device, hasPin: pinsIn("flash.config.json") };
  } finally {
    await rm(dist, { recursive: true, force: true });
  }
}

/** The pins of the board that a settings file names, which the build has checked; of any ESP32 when it names none. */
function pinsIn(settings: string): BuiltNode["hasPin"] {
  const { board: name } = Object(JSON.parse(readFileSync(settings, "utf8"))) as { board?: unknown };
  const board = typeof name === "string" ? asBoard(JSON.parse(readFileSync(`board/pins/${name}.json`, "utf8"))) : undefined;
  return (pin, use) => {
    if (!board) return isEsp32Pin(pin, use);
    if (use === "analog") return board.analog.includes(pin);
    return board.output.includes(pin) || (use !== "output" && board.inputOnly.includes(pin));
  };
}

/** D6 to D11 serve the flash chip, D34 to D39 are inputs only, D32 and up have an ADC. */
function isEsp32Pin(pin: string, use: string): boolean {
  const number = /^D\d+$/.test(pin) ? Number(pin.slice(1)) : Infinity;
  if (number > 39 || (number > 5 && number < 12)) return false;
  return use === "analog" ? number > 31 : use !== "output" || number < 34;
}
