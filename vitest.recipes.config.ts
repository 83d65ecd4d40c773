/** `npm run test:recipes`: the files and commands of docs/recipes, with the software that they are for. */
import { defineConfig } from "vitest/config";
import { reports } from "./test/support/reports.ts";

export default defineConfig({
  test: {
    include: ["test/recipes/*.test.ts"],
    globalSetup: ["test/recipes/say-what-is-missing.ts", "test/support/dist-folder.ts"],
    // Real brokers, boards and reconnecting clients take their seconds.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: reports("recipes"),
  },
});
