/** How often the places in the sources ran on the virtual board: its scripts are the built programs, and the build has their maps. */
import { decode } from "@jridgewell/sourcemap-codec";
import path from "node:path";
import { bundleForEspruino } from "../../../src/tools/bundle/bundle.ts";
import { compiledIn } from "../../../src/tools/config/settings.ts";
import { nodePrograms } from "../../../src/tools/node-build/programs.ts";
import { settings } from "../settings.ts";
import type { Ran } from "./ran.ts";

/** As the virtual board runs a file of Storage: as it is at power-on, or as a module. */
const asModule = { before: "(function(exports,module){", after: "\n})" };

/** A place in a source: lines from 1, columns from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface CountedPlace extends Place {
  readonly count: number;
}

/** The places that are in the programs, by the source's absolute path. */
export async function countedPlaces(ran: Ran, root: string): Promise<Map<string, CountedPlace[]>> {
  const { DEFAULTS, PINS } = compiledIn(settings);
  const define = { DEFAULTS: JSON.stringify(DEFAULTS), PINS: JSON.stringify(PINS), VERSION: JSON.stringify(settings.version) };
  const places = new Map<string, CountedPlace[]>();
  for (const { entry, storage, busy = {}, rare = [], beginsWithVersion } of nodePrograms) {
    const { code, map } = await bundleForEspruino({ root, entry, define, busy, rare, shortNames: true });
    const firstLine = beginsWithVersion ? `//${settings.version}\n` : "";
    const length = firstLine.length + code.length;
    const asFile = ran[`${storage}:${length}`];
    const asRequired = ran[`${storage}:${asModule.before.length + length + asModule.after.length}`];
    if (!asFile && !asRequired) throw new Error(`the virtual board ran no ${storage} as it is built: coverage must count what it runs`);
    const counts = (asFile ?? asRequired?.slice(asModule.before.length) ?? []).slice(firstLine.length);
    let at = 0;
    for (const [line, text] of code.split("\n").entries()) {
      for (const segment of decode(map.mappings)[line] ?? []) {
        const [column, source, sourceLine, sourceColumn] = segment;
        if (source === undefined || sourceLine === undefined || sourceColumn === undefined) continue;
        const file = path.resolve(root, map.sources[source] ?? "");
        const all = places.get(file) ?? [];
        places.set(file, all);
        all.push({ line: sourceLine + 1, column: sourceColumn, count: counts[at + column] ?? 0 });
      }
      at += text.length + 1;
    }
  }
  return places;
}
