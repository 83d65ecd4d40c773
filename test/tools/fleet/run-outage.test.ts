/** A small fleet on real sockets: it loses its broker and comes back, and no press is lost. */
import { afterEach, expect, it } from "vitest";
import { account } from "../../../src/tools/brokers/broker-cluster.ts";
import type { RestartableBroker } from "../../../src/tools/brokers/restartable-broker.ts";
import { randomOf } from "../../../src/tools/fleet/jitter.ts";
import { runOutage } from "../../../src/tools/fleet/run-outage.ts";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { device } from "../../support/settings.ts";

let embedded: EmbeddedBroker | undefined;
afterEach(async () => embedded?.close());

/** Aedes, which keeps sessions while it is away. */
function restartable(broker: EmbeddedBroker): RestartableBroker {
  return {
    name: "aedes",
    version: "",
    port: broker.address.port,
    cpu: () => 0,
    shutDown: () => broker.stop(),
    startAgain: () => broker.restart(),
    stop: () => broker.close(),
  };
}

it.each(["with jitter", "without jitter"] as const)("20 nodes come back %s, with every press", { timeout: 120_000 }, async (jitter) => {
  embedded = await EmbeddedBroker.start(0);
  const config = { ...device, retry: { first: 20, longest: 200 } };
  const random = (index: number): (() => number) => randomOf(jitter, 1, index);
  const { attempts, connections, allBack, costs } = await runOutage(restartable(embedded), { config, nodes: 20, outage: 300, pressEvery: 500, random });
  expect(connections).toHaveLength(20);
  expect(attempts.length).toBeGreaterThanOrEqual(20);
  expect(allBack).toBe(connections.at(-1));
  // 2 s before the outage alone: 4 presses of each.
  expect(costs?.presses.sent).toBeGreaterThanOrEqual(80);
  expect(costs?.presses.lost).toBe(0);
});

it("logs in with the broker's account", { timeout: 120_000 }, async () => {
  const names: (string | undefined)[] = [];
  embedded = await EmbeddedBroker.start(0, {
    authenticate: (_client, username, password, done) => {
      names.push(username);
      done(null, password?.toString() === account.password);
    },
  });
  const config = { ...device, retry: { first: 20, longest: 200 } };
  const broker = { ...restartable(embedded), ...account };
  const { connections } = await runOutage(broker, { config, nodes: 3, outage: 300, pressEvery: 500, random: () => Math.random });
  expect(connections).toHaveLength(3);
  // Three nodes and the receiver, before the outage and after it.
  expect(names.length).toBeGreaterThanOrEqual(8);
  expect(new Set(names)).toEqual(new Set([account.username]));
});
