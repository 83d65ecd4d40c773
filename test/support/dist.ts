/** The bytes that are flashed, built from the sources as they are now, with the tests' own settings. */
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { build } from "../../src/tools/node-build/build-dist.ts";
import { settings } from "./settings.ts";

/** The folder of this run's dist/; the first who asks builds it. Test files run side by side, so two may build at once. */
export async function builtDist(): Promise<string> {
  const dist = join(inject("distFolder"), "dist");
  if (existsSync(dist)) return dist;
  const mine = `${dist}-${process.pid}`;
  await build(mine, { settings });
  if (existsSync(dist)) return mine;
  renameSync(mine, dist);
  return dist;
}

/** For `beforeAll`: builds before the first test begins, with the time that takes on a busy machine. */
export const buildFirst: [build: () => Promise<void>, ms: number] = [async () => void (await builtDist()), 180_000];
