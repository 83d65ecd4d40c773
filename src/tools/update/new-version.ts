/** The version that is sent to nodes: the node's program, and what its announcement says of it. */
import { createHash } from "node:crypto";
import type { Release } from "../node-build/built-node.ts";
import { oldestEspruino } from "../node-build/espruino-versions.ts";

export interface NewVersion {
  version: string;
  /** Of the file. */
  bytes: Buffer;
  /** In Base64. */
  sha256: string;
}

export function newVersion({ version, node }: Pick<Release, "version" | "node">): NewVersion {
  const bytes = Buffer.from(node, "latin1");
  return { version, bytes, sha256: createHash("sha256").update(bytes).digest("base64") };
}

/**
 * The announcement, still without its signature.
 * @param force it may be an older version, or the same one with other bytes
 */
export function announcementOf({ version, bytes, sha256 }: NewVersion, force: boolean): string {
  return JSON.stringify({ update: version, size: bytes.length, sha256, espruino: oldestEspruino, ...(force ? { force } : {}) });
}
