/** `npm run test:commands`: what a person types, each command as a process of its own; builds and packages; tools beside a node, in real time. */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { commandTests } from "./test/support/suites.ts";
import { reports } from "./test/support/reports.ts";

export default defineConfig({
  test: {
    include: commandTests,
    globalSetup: ["test/support/interpreter-line.ts", "test/support/dist-folder.ts"],
    // The commands are processes themselves, and much of a test is waiting for them.
    maxWorkers: availableParallelism(),
    // For what hangs: a busy machine may take its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: reports("commands"),
  },
});
