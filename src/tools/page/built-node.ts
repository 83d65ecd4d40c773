/** `node.json`: the node as the page puts it on a real board. */
import type { BuiltNode } from "../node-build/built-node.ts";
import type { Download } from "./server/backend.ts";

/** @param built gives the node; asked once, for a build stops everything else for seconds */
export function nodeFile(built: () => BuiltNode | Promise<BuiltNode>): Download {
  let text: Promise<string> | undefined;
  const make = async (): Promise<string> => JSON.stringify(await built());
  return {
    type: "application/json",
    body: () => {
      text ??= make().catch((error: unknown) => {
        // The next one may find the fault mended.
        text = undefined;
        throw error;
      });
      return text;
    },
  };
}
