/** `npm run fuzz`: hostile input for the node and the tools, as much as the command's options say. */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { reports } from "./test/support/reports.ts";

export default defineConfig({
  test: {
    include: ["test/fuzz/**/*.test.ts"],
    globalSetup: ["test/support/interpreter-line.ts", "test/support/dist-folder.ts"],
    // Each batch takes as long as its cases do.
    testTimeout: 0,
    maxWorkers: Math.max(2, availableParallelism()),
    reporters: reports("fuzz"),
  },
});
