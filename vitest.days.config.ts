/** `npm run test:days`: whole days of faults on virtual time, at a random seed, or at the one that SEED names; power cuts everywhere. */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { reports } from "./test/support/reports.ts";
import { sweepTests } from "./test/support/suites.ts";

export default defineConfig({
  test: {
    include: ["test/days/**/*.test.ts", ...sweepTests],
    globalSetup: ["test/support/dist-folder.ts"],
    // They only compute: a core for each file.
    maxWorkers: availableParallelism(),
    // For what hangs: a busy machine may take its time.
    testTimeout: 300_000,
    reporters: reports("days"),
  },
});
