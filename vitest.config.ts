/** `npm test`: all tests but those below. */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { reports } from "./test/support/reports.ts";
import { commandTests, suiteFolders, sweepTests } from "./test/support/suites.ts";

const elsewhere = [...suiteFolders, ...commandTests, ...sweepTests];
const firmware = "test/firmware/**/*.test.ts";

// For what hangs: a busy machine may take its time.
const limits = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    globalSetup: ["test/support/interpreter-line.ts", "test/support/dist-folder.ts"],
    // Many a test waits: for a broker on this computer, or for the real interpreter.
    maxWorkers: Math.max(4, availableParallelism()),
    reporters: reports("test"),
    projects: [
      // The firmware's modules keep state, as on a chip, which has one node: each file has modules of its own.
      { test: { name: "firmware", include: [firmware], exclude: elsewhere, ...limits } },
      // All others share theirs, which saves a third of the time.
      { test: { name: "boards and tools", include: ["test/**/*.test.ts"], exclude: [firmware, ...elsewhere], isolate: false, ...limits } },
    ],
  },
});
