/** Builds the node for the commands that run or flash it, and tells a build that fails in the build's own lines. */
import { UserError } from "../command-line/user-error.ts";
import type { Settings } from "../config/settings-shape.ts";

/**
 * Builds into the folder `dist`, and gives the settings that it was built with.
 * @throws {UserError} with the build's own lines, which name file and line
 */
export async function buildNode(dist: string): Promise<Settings> {
  // Loaded as late as this, since it takes its second: a mistyped option should not have to wait for it.
  const { build } = await import("./build-dist.ts");
  const { BuildError } = await import("../bundle/bundle.ts");
  try {
    return (await build(dist)).settings;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    throw new UserError(["the build fails:", ...error.lines].join("\n  "));
  }
}
