/** The files that the page offers or needs: the practical's programs, the wiring for Wokwi, and the node for a real board. */
import { listing, listingNames, type ListingBroker } from "./listings.ts";
import type { BuiltNode } from "../node-build/built-node.ts";
import { nodeFile } from "./built-node.ts";
import type { Download } from "./server/backend.ts";
import { wokwiConfig, wokwiDiagram, type WokwiPins } from "./wokwi.ts";

/** By file name. @param node gives the built node */
export function pageDownloads(broker: ListingBroker, pins: WokwiPins, node: () => BuiltNode | Promise<BuiltNode>): Map<string, Download> {
  const programs = listingNames.map((name): [string, Download] => [name, { type: "text/x-python; charset=utf-8", body: () => listing(name, broker) }]);
  return new Map([
    ...programs,
    ["diagram.json", { type: "application/json", body: () => wokwiDiagram(pins) }],
    ["node.json", nodeFile(node)],
    ["wokwi.toml", { type: "application/toml; charset=utf-8", body: wokwiConfig }],
  ]);
}
