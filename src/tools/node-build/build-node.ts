/** Builds the node for the commands that run or flash it, and tells a build that fails in the build's own lines. */
import { UserError } from "../command-line/user-error.ts";

/** The configuration that is compiled in: the `device` key of flash.config.json, completed by its board. */
export type Device = Readonly<Record<string, unknown>>;

/**
 * Builds into the folder `dist`.
 * @throws {UserError} with the build's own lines, which name file and line
 */
export async function buildNode(dist: string): Promise<Device> {
  // Loaded as late as this, since it takes its second: a mistyped option should not have to wait for it.
  const { build } = await import("../build/dist.ts");
  const { readSettings } = await import("../build/settings.ts");
  const { BuildError } = await import("../build/bundle.ts");
  try {
    await build(dist);
    return (await readSettings(".")).device;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    throw new UserError(["the build fails:", ...error.lines].join("\n  "));
  }
}
