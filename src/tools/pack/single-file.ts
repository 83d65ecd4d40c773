/** tinymqtt as one minified file, for the chip's Storage and the Web IDE: the module that a program gets by `require`. */
import { bundleForEspruino } from "../bundle/bundle.ts";
import { busyInClient } from "../node-build/programs.ts";

/** The file's name in the package: the name that programs require, with the ending that Espruino's tools do not minify again. */
export const singleFile = "tinyMQTT.min.js";

/**
 * Its text, ASCII only.
 * @param root the project's folder, absolute
 * @throws {BuildError} when the sources are faulty
 */
export async function singleFileCode(root: string): Promise<string> {
  const { code } = await bundleForEspruino({ root, entry: "src/tinymqtt/index.ts", busy: busyInClient });
  return code;
}
