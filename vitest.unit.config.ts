/** `npm run test:unit`: what needs neither a board nor a process of its own, in seconds. `npm test` runs it as well. */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { sweepTests } from "./test/support/suites.ts";

export default defineConfig({
  test: {
    include: ["firmware", "tinymqtt", "tools/{board-session,bundle,config,mqtt,page,simulate,terminal}"].map((folder) => `test/${folder}/**/*.test.ts`),
    // Their folders have tests on boards, and of commands as processes, too.
    exclude: [
      ...sweepTests,
      "test/**/*boards.test.ts",
      "test/**/command.test.ts",
      "test/tinymqtt/{old-programs,long-message-memory}.test.ts",
      "test/tools/simulate/simulation.test.ts",
      "test/tools/board-session/{board-console,boot-messages,node-status}.test.ts",
      "test/tools/page/{connected-board,page-files}.test.ts",
    ],
    // Threads begin sooner than processes.
    pool: "threads",
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 20_000,
    // Nothing here is for the real interpreter.
    env: { ESPRUINO: "" },
  },
});
