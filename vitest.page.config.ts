/** `npm run test:page`: the page in Debian's Chromium. */
import { defineConfig } from "vitest/config";
import { reports } from "./test/support/reports.ts";

export default defineConfig({
  test: {
    include: ["test/page/**/*.test.ts"],
    globalSetup: ["test/page/say-what-is-missing.ts", "test/support/dist-folder.ts"],
    // A browser on a busy computer takes its seconds.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Each file has a browser of its own, and a browser uses several cores.
    maxWorkers: 1,
    reporters: reports("page"),
  },
});
