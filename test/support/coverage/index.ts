/**
 * Vitest's V8 coverage, and what ran of the node on the virtual board: its own scripts, which Vitest leaves out, mapped back
 * to the sources. A statement, branch or function counts as run if it ran in the process of a test or on the board.
 */
import { Session } from "node:inspector/promises";
import { fileURLToPath } from "node:url";
import { nodePrograms } from "../../../src/tools/node-build/programs.ts";
import type { Provider } from "./provider.ts";
import { whatRan, type Taken } from "./ran.ts";

/** What the virtual board calls the scripts that are the node's. */
const programNames = nodePrograms.map(({ storage }) => storage);

/** Vitest loads this file anew between the start and the end of a test file. */
const kept = globalThis as { coverageSession?: Session };
const session = (kept.coverageSession ??= new Session());

/** Vitest's own module, but that it sees what runs on the board. */
export default {
  async startCoverage(): Promise<void> {
    session.connect();
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  },

  async takeCoverage({ moduleExecutionInfo }: { moduleExecutionInfo?: Map<string, { startOffset: number }> } = {}): Promise<Taken> {
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const own = result.filter(({ url }) => url.startsWith("file://") && !url.includes("/node_modules/"));
    return {
      result: own.map((script) => ({ ...script, startOffset: moduleExecutionInfo?.get(fileURLToPath(script.url))?.startOffset ?? 0 })),
      onBoard: whatRan(result, (name) => programNames.includes(name)),
    };
  },

  async stopCoverage(): Promise<void> {
    await session.post("Profiler.stopPreciseCoverage");
    await session.post("Profiler.disable");
    session.disconnect();
  },

  // Only Vitest's own process needs it, and only there it can be loaded.
  async getProvider(): Promise<Provider> {
    const { Provider } = await import("./provider.ts");
    return new Provider();
  },
};
