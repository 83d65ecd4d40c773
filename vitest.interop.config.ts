/** `npm run test:interop`: the same node against software that others wrote: Mosquitto, and Python's paho. */
import { defineConfig } from "vitest/config";
import { reports } from "./test/support/reports.ts";

export default defineConfig({
  test: {
    include: ["test/interop/**/*.test.ts"],
    globalSetup: ["test/interop/say-what-is-missing.ts", "test/support/dist-folder.ts"],
    // Real brokers, interpreters and reconnecting clients take their seconds.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: reports("interop"),
  },
});
