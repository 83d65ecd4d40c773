/** The files that the page offers: the practical's programs, and the wiring for Wokwi. */
import { listing, listingNames, type ListingBroker } from "./listings.ts";
import type { Download } from "./server/backend.ts";
import { wokwiConfig, wokwiDiagram, type WokwiPins } from "./wokwi.ts";

/** By file name. */
export function pageDownloads(broker: ListingBroker, pins: WokwiPins): Map<string, Download> {
  const programs = listingNames.map((name): [string, Download] => [name, { type: "text/x-python; charset=utf-8", body: () => listing(name, broker) }]);
  return new Map([
    ...programs,
    ["diagram.json", { type: "application/json", body: () => wokwiDiagram(pins) }],
    ["wokwi.toml", { type: "application/toml; charset=utf-8", body: wokwiConfig }],
  ]);
}
