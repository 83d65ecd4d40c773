/** The health message, as a receiver parses it, and when it is sent. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Config } from "../../src/firmware/config.ts";
import { standIn, type FakeClient } from "./doubles.ts";

let client: FakeClient;
let rssi: number | undefined;
let link: typeof import("../../src/firmware/link.ts");

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  vi.stubGlobal("process", { memory: () => ({ usage: 700, total: 5000 }) });
  vi.stubGlobal("VERSION", "1.0.0");
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  rssi = -58;
  const nothing = (): void => undefined;
  client = await standIn({
    setOutput: nothing,
    wifi: () => ({ on: nothing, connect: nothing, disconnect: nothing, stopAP: nothing, setSNTP: nothing, getStatus: () => (rssi === undefined ? {} : { rssi }) }),
  });
  link = await import("../../src/firmware/link.ts");
  link.setUpLink({ wifi: { ssid: "home", password: "" }, retry: { first: 1000, longest: 60_000 }, sntp: "", health: 60_000 } as Config);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** The MQTT client says so: a reason, or that it is connected. */
function mqtt(news: string | { sessionPresent: boolean }): void {
  client.connected = typeof news !== "string";
  link.told.call(client, news);
}

it("has every key of the contract", () => {
  link.told({ ip: "10.0.0.7" });
  mqtt({ sessionPresent: false });
  expect(JSON.parse(link.health())).toMatchObject({ wifi: { losses: 0 }, mqtt: { down: 0 } });
  vi.setSystemTime(1000);
  link.told({ msg: "BEACON_TIMEOUT" });
  mqtt("Wi-Fi: BEACON_TIMEOUT");
  vi.setSystemTime(5000);
  mqtt("connect failed"); // one outage still
  vi.setSystemTime(6210);
  mqtt({ sessionPresent: false });
  vi.setSystemTime(90_001);
  Object.assign(client, { losses: 1, last: "no PINGRESP", attempts: 3, queued: 4, dropped: 5 });
  expect(JSON.parse(link.health())).toEqual({
    node: "hall",
    boot: 3,
    up: 90_001,
    version: "1.0.0",
    memory: { used: 700, total: 5000 },
    rssi: -58,
    wifi: { losses: 1 },
    mqtt: { losses: 1, last: "no PINGRESP", down: 5210, attempts: 3 },
    queued: 4,
    dropped: 5,
  });
});

it("leaves the signal strength out when the driver does not know it", () => {
  rssi = undefined;
  expect(JSON.parse(link.health())).not.toHaveProperty("rssi");
});

it("is JSON whatever the reason of a loss holds", () => {
  client.last = 'error: "\x01\\"';
  expect(JSON.parse(link.health())).toMatchObject({ mqtt: { last: client.last } });
});

it("is sent every `health` ms while connected, and after each reconnect", () => {
  const sent: number[] = [];
  const look = (until: number): void => {
    for (let now = Date.now(); now < until; now += 1000) {
      vi.setSystemTime(now + 1000);
      link.sayHealth();
      for (const { topic, options } of client.published.splice(0)) {
        expect([topic, options]).toEqual(["/kv6003/health/hall", undefined]);
        sent.push(now + 1000);
      }
    }
  };
  client.connected = false;
  look(10_000);
  mqtt({ sessionPresent: false });
  client.published.length = 0; // that it is online, and the LED's state
  look(130_000);
  expect(sent).toEqual([11_000, 71_000]);
  mqtt("no PINGRESP");
  mqtt({ sessionPresent: false });
  client.published.length = 0;
  look(132_000);
  expect(sent).toEqual([11_000, 71_000, 131_000]);
});
