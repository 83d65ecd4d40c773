/** The health message, as a receiver parses it. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { device } from "../support/settings.ts";
import { bytes, readUtf8 } from "./bytes.ts";
import { FakeWifi, fakeTinymqtt, type FakeClient } from "./doubles.ts";

let client: FakeClient;
let driver: FakeWifi;
let health: typeof import("../../src/firmware/health.ts");
/** The message. */
let message: () => string;

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  vi.stubGlobal("VERSION", "1.0.0");
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  const fake = fakeTinymqtt();
  const { setIdentity } = await import("../../src/firmware/identity.ts");
  const { setUpMqtt } = await import("../../src/firmware/mqtt.ts");
  const { join, setUpWifi } = await import("../../src/firmware/wifi.ts");
  health = await import("../../src/firmware/health.ts");
  setIdentity("hall", 3, "");
  setUpMqtt(device, () => true);
  client = fake.client;
  driver = new FakeWifi();
  setUpWifi(
    driver,
    device,
    () => undefined,
    () => undefined,
  );
  join();
  message = () => health.healthMessage({ used: 700, total: 5000 });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.doUnmock("tinymqtt");
  vi.useRealTimers();
});

/** What a receiver reads. */
function read(): unknown {
  return JSON.parse(readUtf8(message()));
}

it("has every key of the contract", () => {
  driver.up();
  vi.setSystemTime(1000);
  driver.down();
  Object.assign(client, { losses: 1, last: "no PINGRESP", attempts: 3, queued: 4, dropped: 5 });
  for (let now = 10_000; now <= 90_000; now += 10_000) {
    vi.setSystemTime(now);
    message();
  }
  vi.setSystemTime(90_001);
  expect(read()).toEqual({
    node: "hall",
    boot: 3,
    up: 90_001,
    version: "1.0.0",
    memory: { used: 700, total: 5000 },
    rssi: -58,
    wifi: { losses: 1, last: "BEACON_TIMEOUT" },
    mqtt: { losses: 1, last: "no PINGRESP", down: 0, attempts: 3 },
    queued: 4,
    dropped: 5,
  });
});

it("tells what was done about a link that stayed away, and what was set aside", async () => {
  const { setIdentity } = await import("../../src/firmware/identity.ts");
  setIdentity("hall", 3, "short of memory");
  client.aside = "/kv6003/state/hall/led";
  expect(read()).toMatchObject({ restart: "short of memory", aside: "/kv6003/state/hall/led" });
});

it("counts messages that nobody subscribes to, once there is one", () => {
  expect(read()).not.toHaveProperty("unheard");
  client.unheard = 2;
  expect(read()).toMatchObject({ unheard: 2 });
});

it("leaves the signal strength out when the driver does not know it", () => {
  driver.rssi = undefined;
  expect(read()).not.toHaveProperty("rssi");
});

describe("an outage", () => {
  it("is told once it is over, from its beginning on, however often it was told", () => {
    vi.setSystemTime(1000);
    health.startOutage();
    vi.setSystemTime(5000);
    health.startOutage(); // one outage still
    expect(read()).toMatchObject({ mqtt: { down: 0 } });
    vi.setSystemTime(6210);
    health.endOutage();
    vi.setSystemTime(90_000);
    expect(read()).toMatchObject({ mqtt: { down: 5210 } });
  });

  it("is the last one", () => {
    for (const [from, to] of [
      [1000, 5000],
      [10_000, 10_500],
    ] as const) {
      vi.setSystemTime(from);
      health.startOutage();
      vi.setSystemTime(to);
      health.endOutage();
    }
    expect(read()).toMatchObject({ mqtt: { down: 500 } });
  });

  it("was none when the first connection is made at once", () => {
    vi.setSystemTime(2000);
    health.endOutage();
    expect(read()).toMatchObject({ mqtt: { down: 0 } });
  });
});

describe("is JSON in UTF-8 whatever the reason of a loss holds", () => {
  it.each([
    ["quotes and control characters", 'error: "\x01\\"', 'error: "\x01\\"'],
    ["UTF-8", bytes("connect failed: Küche.local"), "connect failed: Küche.local"],
    ["Latin-1", "connect failed: K\xfcche.local", "connect failed: Küche.local"],
    ["bytes that begin no character", "\xff\xfe\0", "ÿþ\0"],
  ])("%s", (_what, last, told) => {
    client.last = last;
    expect(read()).toMatchObject({ mqtt: { last: told } });
  });
});
