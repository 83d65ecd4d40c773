/** The node that is to be flashed: built now, so that what is flashed is what the sources say. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildNode } from "./build-node.ts";
import type { BuiltNode } from "./built-node.ts";
import { readDist } from "./release.ts";

/**
 * Builds in a folder of its own, since another command may be building dist/ just now.
 * @throws {UserError} with the build's own lines, which name file and line
 */
export async function buildForFlash(): Promise<BuiltNode> {
  const dist = await mkdtemp(join(tmpdir(), "dist-"));
  try {
    const settings = await buildNode(dist);
    return { release: readDist(dist), settings };
  } finally {
    await rm(dist, { recursive: true, force: true });
  }
}
