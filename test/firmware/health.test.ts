/** The health message, as a receiver parses it. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { healthJson, type Vitals } from "../../src/firmware/health.ts";

const vitals: Vitals = {
  node: '"ding-40c4ff"',
  boot: 3,
  version: "1.0.0",
  rssi: -58,
  wifiLosses: 0,
  up: 90_001,
  down: 5210,
  mqtt: { losses: 1, last: "no PINGRESP", attempts: 3, queued: 0, dropped: 0 },
};

beforeEach(() => {
  vi.stubGlobal("process", { memory: () => ({ usage: 700, total: 5000 }) });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it("has every key of the contract", () => {
  expect(JSON.parse(healthJson(vitals))).toEqual({
    node: "ding-40c4ff",
    boot: 3,
    up: 90_001,
    version: "1.0.0",
    memory: { used: 700, total: 5000 },
    rssi: -58,
    wifi: { losses: 0 },
    mqtt: { losses: 1, last: "no PINGRESP", down: 5210, attempts: 3 },
    queued: 0,
    dropped: 0,
  });
});

it("leaves the signal strength out when the driver does not know it", () => {
  expect(JSON.parse(healthJson({ ...vitals, rssi: undefined }))).not.toHaveProperty("rssi");
});

it("is JSON whatever the reason of a loss holds", () => {
  const last = 'error: "\x01\\" \xff';
  expect(JSON.parse(Buffer.from(healthJson({ ...vitals, mqtt: { ...vitals.mqtt, last } }), "latin1").toString("utf8"))).toMatchObject({ mqtt: { last } });
});
