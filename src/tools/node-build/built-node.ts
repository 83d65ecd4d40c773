/** The built node as it is put on a board. */
import type { Settings } from "../config/settings-shape.ts";

export interface Release {
  version: string;
  /** The boot guard's bytes, one character each. */
  boot: string;
  /** What shuts the doors. */
  doors: string;
  /** The node's. */
  node: string;
}

export interface BuiltNode {
  release: Release;
  settings: Settings;
}
