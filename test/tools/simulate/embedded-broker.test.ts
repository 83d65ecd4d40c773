/** The simulator's own broker: its port, its clients, and what it keeps over a restart. */
import { connect } from "mqtt";
import { afterEach, describe, expect, it } from "vitest";
import { listen } from "../../../src/tools/listen/command.ts";
import { send } from "../../../src/tools/send/command.ts";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function broker(): Promise<EmbeddedBroker> {
  const embedded = await EmbeddedBroker.start(0);
  open.push(() => embedded.close());
  return embedded;
}

describe("the embedded broker", () => {
  it("says which option to use when its port is taken", async () => {
    const { address } = await broker();
    await expect(EmbeddedBroker.start(address.port)).rejects.toThrow(/port \d+ is in use.*--port.*--broker/);
  });

  it("tells of a client that speaks MQTT 5", async () => {
    const server = await broker();
    const told = new Promise((resolve) => server.onUnsupportedVersion((client, version) => resolve([client, version])));
    const client = connect({ host: "127.0.0.1", port: server.address.port, protocolVersion: 5, clientId: "modern", reconnectPeriod: 0 });
    open.push(() => client.endAsync(true));
    client.on("error", () => undefined);
    expect(await told).toEqual(["modern", "MQTT 5"]);
  });

  it("keeps its port over a restart, and what it retains", async () => {
    const server = await broker();
    const { port } = server.address;
    await send(server.address, { topic: "/a", message: "kept", qos: 1, retain: true }, 1000);
    await server.stop();
    await server.stop();
    await server.restart();
    await server.restart();
    const seen: string[] = [];
    const output = { message: (line: string) => seen.push(line), note: () => undefined };
    const wanted = { filter: "#", qos: 1, count: 1, timeout: 1000, reconnectEvery: 20 } as const;
    await listen({ host: "127.0.0.1", port }, wanted, output, new AbortController().signal);
    expect(seen).toEqual(["/a kept"]);
  });
});
