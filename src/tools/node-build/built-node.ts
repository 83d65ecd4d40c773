/** The built node as it is put on a board. */
import { storageReserve } from "../../firmware/storage-reserve.ts";
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

/** Bytes of Storage that must be free before a node takes this release over MQTT: `roomFault` in the node's slots.ts. */
export function roomForUpdate({ node }: Pick<Release, "node">): number {
  return node.length + storageReserve;
}
