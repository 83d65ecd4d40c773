/** `node.json`: the node as the page puts it on a real board, built from the sources as they are now. */
import { buildForFlash } from "../node-build/build-for-flash.ts";
import type { Download } from "./server/backend.ts";

export const builtNode: Download = { type: "application/json", body: async () => JSON.stringify(await buildForFlash()) };
