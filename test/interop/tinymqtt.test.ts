/** The client with Mosquitto: the same as with aedes, and what only a broker with passwords can show. */
import { afterEach, describe, expect, test } from "vitest";
import { create } from "tinymqtt";
import { nodeNet, withEvents } from "../tinymqtt/node-net.ts";
import { withABroker } from "../tinymqtt/with-a-broker.ts";
import { Mosquitto } from "./mosquitto.ts";
import { requirements } from "./requirements.ts";

const found = requirements();

describe.skipIf(typeof found === "string")("tinymqtt and Mosquitto", () => {
  if (typeof found === "string") return;

  withABroker("Mosquitto", async () => {
    const mosquitto = await Mosquitto.start(found);
    const { host, port } = mosquitto.address;
    return {
      host,
      port,
      async cut() {
        await mosquitto.kill();
        await mosquitto.restart();
      },
      stop: () => mosquitto.end(),
    };
  });

  let mosquitto: Mosquitto | undefined;
  afterEach(async () => mosquitto?.end());

  test.each([
    ["the right password", "secret", "connected"],
    ["a wrong password", "wrong", "refused: not authorized (5)"],
  ])("%s", async (_what, password, outcome) => {
    mosquitto = await Mosquitto.start(found, { username: "student", password: "secret" });
    const { host, port } = mosquitto.address;
    const client = withEvents(create(host, { port, clientId: "c", username: "student", password, net: nodeNet }));
    const said = await new Promise((resolve) => {
      client.on("connected", () => resolve("connected"));
      client.on("failed", resolve);
      client.connect();
    });
    client.end();
    expect(said).toBe(outcome);
  });
});
