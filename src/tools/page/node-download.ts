/** What is in `node.json`. */
import type { BuiltNode } from "../node-build/built-node.ts";

export interface NodeDownload extends BuiltNode {
  /** The key of the same name in flash.config.json: which files make Espruino on a blank chip. */
  interpreter: unknown;
}
