/** `npm run test:faults`: what can go wrong around a node, on the virtual ESP32, and on the real interpreter where there is one. */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { reports } from "./test/support/reports.ts";

export default defineConfig({
  test: {
    include: ["test/faults/**/*.test.ts"],
    globalSetup: ["test/support/interpreter-line.ts", "test/support/dist-folder.ts", "test/faults/write-report.ts"],
    // Much of a test of the real interpreter is waiting for it: the days run beside it.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 1_800_000,
    reporters: reports("faults"),
  },
});
