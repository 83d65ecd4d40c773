/** `npm run test:unit`: what needs neither a board nor a process of its own, in seconds. `npm test` runs it as well. */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { commandTests, sweepTests } from "./test/support/suites.ts";

const tools = ["board-session", "bundle", "config", "mqtt", "page", "simulate", "terminal"];

// Threads begin sooner than processes. Nothing here is for the real interpreter.
const common = { pool: "threads", testTimeout: 20_000, env: { ESPRUINO: "" } } as const;

/** On boards, or of commands as processes. */
const exclude = [
  ...commandTests,
  ...sweepTests,
  "test/**/*boards.test.ts",
  "test/tinymqtt/{old-programs,long-message-memory}.test.ts",
  "test/tools/simulate/{simulation,subscriber,embedded-broker}.test.ts",
  "test/tools/board-session/{board-console,boot-messages,node-status,start-report}.test.ts",
  "test/tools/page/{connected-board,page-files}.test.ts",
];

export default defineConfig({
  test: {
    // Some wait for a broker on this computer.
    maxWorkers: Math.max(3, availableParallelism()),
    projects: [
      { test: { name: "firmware", include: ["test/firmware/**/*.test.ts"], exclude, ...common } },
      { test: { name: "client and tools", include: [`test/{tinymqtt,tools/{${tools.join()}}}/**/*.test.ts`], exclude, isolate: false, ...common } },
    ],
  },
});
