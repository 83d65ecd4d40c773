/** What the simulator reads from the configuration that is compiled in. */
import { expect, it } from "vitest";
import { deviceInfo } from "../../../src/tools/simulate/device-info.ts";
import { device } from "../../support/settings.ts";

it("knows the node's topics, its pins, and which events are sent", () => {
  const button = { ...device.button, pin: "D4", activeLow: false, events: ["click" as const] };
  expect(deviceInfo({ ...device, base: "/b", button, led: { pin: "D5", activeLow: true, restore: "off" } })).toMatchObject({
    base: "/b",
    button: { pin: "D4", activeLow: false, debounce: 50 },
    led: { pin: "D5", activeLow: true, restore: "off" },
    events: ["click"],
  });
  expect(deviceInfo(device).events).toEqual(["press"]);
  expect(deviceInfo(device, ["press", "long"]).events).toEqual(["press", "long"]);
});

it("brings a light sensor where the configuration has no sensor", () => {
  const light = { name: "light", kind: "analog", pin: "D34", every: 60_000, change: 0.05 };
  expect(deviceInfo({ ...device, sensors: [] })).toMatchObject({ sensors: [light], lightPin: "D34" });
  expect(deviceInfo({ ...device, sensors: [{ ...light, pin: "D36" }] })).toMatchObject({ lightPin: "D36" });
  const chip = { ...light, kind: "temperature", pin: "" };
  expect(deviceInfo({ ...device, sensors: [chip] })).toMatchObject({ sensors: [chip], lightPin: undefined });
});
