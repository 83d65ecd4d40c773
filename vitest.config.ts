import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/interop/**", "test/days/**"],
    globalSetup: ["test/support/interpreter-line.ts", "test/support/dist-folder.ts"],
    testTimeout: 20_000,
  },
});
