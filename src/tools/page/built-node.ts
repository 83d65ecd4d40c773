/** `node.json`: the node as the page puts it on a real board, built from the sources as they are now. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { settingsFile } from "../config/settings.ts";
import { buildForFlash } from "../node-build/build-for-flash.ts";
import type { NodeDownload } from "./node-download.ts";
import type { Download } from "./server/backend.ts";

const project = path.resolve(import.meta.dirname, "../../..");

export const builtNode: Download = { type: "application/json", body: async () => JSON.stringify(await nodeDownload()) };

async function nodeDownload(): Promise<NodeDownload> {
  const { interpreter } = Object(JSON.parse(await readFile(path.join(project, settingsFile), "utf8"))) as { interpreter?: unknown };
  return { ...(await buildForFlash()), interpreter };
}
