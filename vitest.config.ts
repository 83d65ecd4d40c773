/** `npm test`: all tests but those below. */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { reports } from "./test/support/reports.ts";
import { commandTests, suiteFolders, sweepTests } from "./test/support/suites.ts";

const elsewhere = [...suiteFolders, ...commandTests, ...sweepTests];
const firmwareTests = "test/firmware/**/*.test.ts";

// For what hangs: a busy machine may take its time.
const limits = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    globalSetup: ["test/support/interpreter-line.ts", "test/support/dist-folder.ts"],
    // Many a test waits: for a broker on this computer, or for the real interpreter.
    maxWorkers: Math.max(4, availableParallelism()),
    reporters: reports("test"),
    projects: [
      // The firmware's modules keep state, so each file gets fresh ones.
      { test: { name: "firmware", include: [firmwareTests], exclude: elsewhere, ...limits } },
      // All others share theirs, which saves a third of the time.
      { test: { name: "boards and tools", include: ["test/**/*.test.ts"], exclude: [firmwareTests, ...elsewhere], isolate: false, ...limits } },
    ],
  },
});
