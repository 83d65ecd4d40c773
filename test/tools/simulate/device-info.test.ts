/** What the simulator reads from the configuration that is compiled in. */
import { expect, it } from "vitest";
import { deviceInfo } from "../../../src/tools/simulate/device-info.ts";
import { device } from "../../support/settings.ts";

it("knows the node's topics, its pins, and whether a press is sent", () => {
  const button = { ...device.button, pin: "D4", activeLow: false, events: ["click" as const] };
  expect(deviceInfo({ ...device, base: "/b", button, led: { pin: "D5", activeLow: true } })).toMatchObject({
    base: "/b",
    button: { pin: "D4", activeLow: false, debounce: 50 },
    led: { pin: "D5", activeLow: true },
    sendsPress: false,
  });
  expect(deviceInfo(device).sendsPress).toBe(true);
});
