/** Ports for programs that are about to start. */
import { expect, it } from "vitest";
import { withFreePorts } from "../../../src/tools/brokers/free-ports.ts";

it("are all different", async () => {
  const ports = await withFreePorts(20, (found) => Promise.resolve(found));
  expect(new Set(ports).size).toBe(20);
});

it("are asked for again when the start fails, and the third failure is told", async () => {
  let starts = 0;
  const second = withFreePorts(1, () => (++starts === 2 ? Promise.resolve("started") : Promise.reject(new Error("port is taken"))));
  expect(await second).toBe("started");
  let failures = 0;
  await expect(withFreePorts(1, () => Promise.reject(new Error(`failure ${++failures}`)))).rejects.toThrow("failure 3");
});
