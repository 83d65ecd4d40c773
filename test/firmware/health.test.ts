/** The health message, as a receiver parses it. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { standIn, type FakeClient } from "./doubles.ts";

let client: FakeClient;
let rssi: number | undefined;
let json: () => string;

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  vi.stubGlobal("process", { memory: () => ({ usage: 700, total: 5000 }) });
  vi.stubGlobal("VERSION", "1.0.0");
  rssi = -58;
  const driver = { getStatus: () => (rssi === undefined ? {} : { rssi }) };
  client = standIn();
  vi.doMock("../../src/firmware/link.ts", () => ({ driver, wifiLosses: 2, outage: 5210 }));
  json = (await import("../../src/firmware/health.ts")).health;
  vi.setSystemTime(90_001);
});
afterEach(() => {
  vi.doUnmock("../../src/firmware/link.ts");
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("has every key of the contract", () => {
  Object.assign(client, { losses: 1, last: "no PINGRESP", attempts: 3, queued: 4, dropped: 5 });
  expect(JSON.parse(json())).toEqual({
    node: "hall",
    boot: 3,
    up: 90_001,
    version: "1.0.0",
    memory: { used: 700, total: 5000 },
    rssi: -58,
    wifi: { losses: 2 },
    mqtt: { losses: 1, last: "no PINGRESP", down: 5210, attempts: 3 },
    queued: 4,
    dropped: 5,
  });
});

it("leaves the signal strength out when the driver does not know it", () => {
  rssi = undefined;
  expect(JSON.parse(json())).not.toHaveProperty("rssi");
});

it("is JSON whatever the reason of a loss holds", () => {
  client.last = 'error: "\x01\\"';
  expect(JSON.parse(json())).toMatchObject({ mqtt: { last: client.last } });
});
