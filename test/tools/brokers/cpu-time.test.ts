/** The CPU time of a process, against what Node says of its own. */
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { cpuSeconds } from "../../../src/tools/brokers/cpu-time.ts";

const own = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;

it.skipIf(process.platform !== "linux")("is counted in hundredths of a second", () => {
  const start = own();
  while (own() < start + 0.1);
  const before = own();
  const counted = cpuSeconds(process.pid);
  expect(counted).toBeGreaterThan(before - 0.05);
  expect(counted).toBeLessThan(own() + 0.05);
});

it.skipIf(process.platform !== "linux")("of one that has ended is 0", () => {
  expect(cpuSeconds(spawnSync("true").pid)).toBe(0);
});
