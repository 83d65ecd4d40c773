/** `npm run test:days`: whole days of faults on virtual time, at a random seed, or at the one that SEED names. */
import { defineConfig } from "vitest/config";
import { reports } from "./test/support/reports.ts";

export default defineConfig({
  test: {
    include: ["test/days/**/*.test.ts"],
    globalSetup: ["test/support/dist-folder.ts"],
    testTimeout: 120_000,
    reporters: reports("days"),
  },
});
