/** A small fleet with Mosquitto, which is shut down and comes back at the same port. */
import { afterEach, describe, expect, test } from "vitest";
import { startMosquitto } from "../../src/tools/brokers/mosquitto.ts";
import type { RestartableBroker } from "../../src/tools/brokers/restartable-broker.ts";
import { randomOf } from "../../src/tools/fleet/jitter.ts";
import { runOutage } from "../../src/tools/fleet/run-outage.ts";
import { device } from "../support/settings.ts";
import { requirements } from "./requirements.ts";

describe.skipIf(typeof requirements() === "string")("a fleet and Mosquitto", () => {
  let broker: RestartableBroker | undefined;
  afterEach(async () => broker?.stop());

  test("50 nodes come back with every press, and the broker's CPU time is known", { timeout: 120_000 }, async () => {
    broker = await startMosquitto();
    expect(broker.version).toMatch(/^\d+\.\d+/);
    const config = { ...device, retry: { first: 100, longest: 1000 } };
    const random = (index: number): (() => number) => randomOf("with jitter", 1, index);
    const { connections, costs } = await runOutage(broker, { config, nodes: 50, outage: 1000, pressEvery: 1000, random });
    expect(connections).toHaveLength(50);
    expect(costs?.presses.sent).toBeGreaterThanOrEqual(100);
    expect(costs?.presses.lost).toBe(0);
    // It may be less than the hundredth of a second that Linux counts.
    if (process.platform === "linux") expect(broker.cpu()).toBeGreaterThanOrEqual(0);
  });
});
