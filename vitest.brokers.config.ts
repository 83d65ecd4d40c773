/** `npm run test:brokers`: the same node at five brokers, two of them clusters. */
import { defineConfig } from "vitest/config";
import { reports } from "./test/support/reports.ts";

export default defineConfig({
  test: {
    include: ["test/brokers/**/*.test.ts"],
    globalSetup: ["test/brokers/say-what-is-missing.ts", "test/support/dist-folder.ts"],
    // A server of a cluster takes its seconds to start, three of them at once half a minute or more.
    testTimeout: 240_000,
    // A start that fails is tried three times.
    hookTimeout: 400_000,
    // Most of it is waiting, but a cluster's start takes all cores.
    maxWorkers: 2,
    reporters: reports("brokers"),
  },
});
