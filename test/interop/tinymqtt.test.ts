/** The client with Mosquitto: the same as with aedes, and what only a broker with passwords can show. */
import { afterEach, describe, expect, test } from "vitest";
import { create } from "../../src/tools/mqtt/for-node.ts";
import { withABroker, type RealBroker } from "../tinymqtt/with-a-broker.ts";
import { Mosquitto } from "./mosquitto.ts";
import { requirements } from "./requirements.ts";

const found = requirements();

describe.skipIf(typeof found === "string")("tinymqtt and Mosquitto", () => {
  if (typeof found === "string") return;

  const start = async (): Promise<RealBroker> => {
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
  };
  withABroker("Mosquitto", start);
  withABroker("Mosquitto in MQTT 5", start, 5);
  withABroker("Mosquitto, which speaks MQTT 5", start, "auto");

  let mosquitto: Mosquitto | undefined;
  afterEach(async () => mosquitto?.end());

  test.each([
    ["the right password", "secret", 4, "connected"],
    ["a wrong password", "wrong", 4, "refused: not authorized (5)"],
    ["the right password", "secret", 5, "connected"],
    ["a wrong password", "wrong", 5, "refused: not authorized (0x87)"],
  ] as const)("%s %j in version %i", async (_what, password, version, outcome) => {
    mosquitto = await Mosquitto.start(found, { username: "student", password: "secret" });
    const { host, port } = mosquitto.address;
    const client = create(host, { port, clientId: "c", username: "student", password, version });
    const said = await new Promise((resolve) => {
      client.on("connected", () => resolve("connected"));
      client.on("failed", resolve);
      client.connect();
    });
    client.end();
    expect(said).toBe(outcome);
  });
});
