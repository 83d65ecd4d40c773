/** `npm test`: all tests but those below. */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { reports } from "./test/support/reports.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/interop/**", "test/days/**", "test/faults/**", "test/page/**", "test/recipes/**", "test/brokers/**"],
    globalSetup: ["test/support/interpreter-line.ts", "test/support/dist-folder.ts"],
    // For what hangs: a busy machine may take its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Much of a test of the real interpreter is waiting for it: two cores are not too few for two files at once.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: reports("test"),
  },
});
