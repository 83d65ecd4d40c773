/** MQTT over TLS: the broker's certificate is verified, and why it is not trusted is said in words. */
import { describe, expect, it, onTestFinished } from "vitest";
import { exitCodes } from "../../../src/tools/command-line/user-error.ts";
import { connectTo, endConnection } from "../../../src/tools/mqtt/broker-connection.ts";
import type { BrokerAddress } from "../../../src/tools/mqtt/broker-address.ts";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { tlsBroker } from "./tls-broker.ts";

async function connected(address: BrokerAddress): Promise<void> {
  await endConnection(await connectTo(address, { timeout: 5_000 }));
}

describe("a connection over TLS", () => {
  it("stands when the certificate authority is known", async () => {
    const { port, ca } = await tlsBroker();
    await connected({ host: "127.0.0.1", port, tls: true, ca });
  });

  it("is refused when it is not, and says how to name it", async () => {
    const { port } = await tlsBroker();
    await expect(connected({ host: "127.0.0.1", port, tls: true })).rejects.toMatchObject({
      message: `the certificate of the broker at mqtts://127.0.0.1:${port} is not trusted: it is signed by itself; name it with --ca <file> if it is the right one (DEPTH_ZERO_SELF_SIGNED_CERT)`,
      exitCode: exitCodes.unreachable,
    });
  });

  it("is refused when the certificate is another host's", async () => {
    const { port, ca } = await tlsBroker("127.0.0.99");
    await expect(connected({ host: "127.0.0.1", port, tls: true, ca })).rejects.toThrow(/is not trusted: it is made out to another host/);
  });

  it("is refused when the broker does not speak TLS", async () => {
    const broker = await EmbeddedBroker.start(0);
    onTestFinished(() => broker.close());
    const { port } = broker.address;
    await expect(connected({ host: "127.0.0.1", port, tls: true })).rejects.toMatchObject({
      message: expect.stringMatching(/write mqtt:\/\/ instead of mqtts:\/\/$|try mqtt:\/\/ instead of mqtts:\/\/$/) as unknown,
      exitCode: exitCodes.unreachable,
    });
  });

  it("says that the file of the certificate authority is not there", async () => {
    await expect((async () => connected({ host: "127.0.0.1", port: 1, tls: true, ca: "/no/such.pem" }))()).rejects.toThrow(
      "/no/such.pem cannot be read: check the path given with --ca",
    );
  });
});
