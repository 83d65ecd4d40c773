/** The node for the commands that run or flash it; a build that fails is told in the build's own lines. */
import path from "node:path";
import { UserError } from "../command-line/user-error.ts";
import { readSettings } from "../config/settings.ts";
import type { Settings } from "../config/settings-shape.ts";
import { cachedBuild, projectFolder, readFolder } from "./build-cache.ts";

const defaultCache = path.join(projectFolder, "node_modules/.cache/node");

/**
 * Puts the node as its sources are now into the folder `dist`, and gives the settings that it was built with.
 * @throws {UserError} with the build's own lines, which name file and line
 */
export async function buildNode(dist: string, cache = defaultCache): Promise<Settings> {
  // Loaded as late as this, since it takes its second: a mistyped option should not have to wait for it.
  const { BuildError } = await import("../bundle/build-error.ts");
  const { filesOfBuild, replaceBuild } = await import("./build-folder.ts");
  try {
    const old = await filesOfBuild(dist);
    const folder = await cachedBuild(cache, async (scratch) => (await import("./build-dist.ts")).build(scratch));
    await replaceBuild(dist, old, await readFolder(folder));
    return await readSettings(projectFolder);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    throw new UserError(["the build fails:", ...error.lines].join("\n  "));
  }
}
