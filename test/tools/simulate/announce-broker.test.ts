/** `npm start -- --mdns`: what is said of it, and where the embedded broker listens. */
import { connectAsync } from "mqtt";
import { expect, it, onTestFinished } from "vitest";
import type { Advertised } from "../../../src/tools/mdns/advertise.ts";
import { addressesFor, ownAddresses } from "../../../src/tools/command-line/own-addresses.ts";
import { announceBroker, brokerName } from "../../../src/tools/simulate/announce-broker.ts";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";

it("the announcement names the broker, and says that it is open", async () => {
  const notes: string[] = [];
  const started: Advertised[] = [];
  const stop = announceBroker(
    1883,
    (text) => notes.push(text),
    (what) => {
      started.push(what);
      return () => Promise.resolve();
    },
  );
  await stop();
  if (ownAddresses().length === 0) {
    expect([started, notes]).toEqual([[], [expect.stringMatching(/in no network$/)]]);
    return;
  }
  expect(started).toMatchObject([{ port: 1883, addressesFor, host: expect.stringMatching(/^mqtt-broker-[0-9a-f]{6}-1883$/) as string }]);
  const id = started[0]?.host.slice("mqtt-broker-".length) ?? "";
  expect(started[0]?.name).toMatch(new RegExp(`^ding broker on .* \\(${id}\\)$`));
  expect(notes).toEqual([
    expect.stringMatching(/^the broker makes itself known by mDNS as "ding broker on .*; anyone in the network can use it, without a password$/),
  ]);
  started[0]?.onError(new Error("EACCES"));
  expect(notes.at(-1)).toBe("the broker cannot make itself known by mDNS: EACCES");
});

it("the broker's name tells computers of one name apart", () => {
  expect(brokerName("anna.fritz.box", "c10fb2-1883")).toBe("ding broker on anna (c10fb2-1883)");
});

it("the broker's name fits into a label of DNS, with whole characters", () => {
  const name = brokerName(`x${"ü".repeat(40)}`, "c10fb2-65535");
  expect(name).toBe(`ding broker on x${"ü".repeat(15)} (c10fb2-65535)`);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
});

it("the embedded broker listens where it is told, and there again after it was away", async () => {
  const broker = await EmbeddedBroker.start(0, {}, "127.0.0.2");
  onTestFinished(() => broker.close());
  const { port } = broker.address;
  await broker.stop();
  await broker.restart();
  const client = await connectAsync({ protocol: "mqtt", host: "127.0.0.2", port });
  await client.endAsync();
  await expect(connectAsync(`mqtt://127.0.0.1:${port}`, {}, false)).rejects.toThrow(/ECONNREFUSED/);
});
