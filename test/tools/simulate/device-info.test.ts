/** What the simulator reads from the configuration that is compiled in. */
import { expect, it } from "vitest";
import { deviceInfo } from "../../../src/tools/simulate/device-info.ts";
import type { Config } from "../../../src/firmware/config.ts";
import { device } from "../../support/settings.ts";

it("knows the node's topics, its pins, and which events are sent", () => {
  const button = { ...device.button, pin: "D4", activeLow: false, events: ["click" as const] };
  expect(deviceInfo({ ...device, base: "/b", button, led: { pin: "D5", activeLow: true, restore: "off" } })).toMatchObject({
    base: "/b",
    buttons: [{ name: "", pin: "D4", activeLow: false, debounce: 50, events: ["click"] }],
    outputs: [{ name: "led", pin: "D5", activeLow: true }],
  });
  expect(deviceInfo(device).buttons[0].events).toEqual(["press"]);
  expect(deviceInfo(device, ["press", "long"]).buttons[0].events).toEqual(["press", "long"]);
});

it("has more buttons and outputs behind the first, with the defaults of what flash.config.json leaves out", () => {
  const given = JSON.parse(
    '{"buttons":[{"name":"door","pin":"D27"},{"pin":"D26","debounce":5}],"outputs":[{"name":"relay","pin":"D4","activeLow":true}]}',
  ) as Pick<Config, "buttons" | "outputs">;
  const { buttons, outputs } = deviceInfo({ ...device, ...given }, ["long"]);
  expect(buttons).toMatchObject([
    { pin: "D0", events: ["long"] },
    { name: "door", pin: "D27", activeLow: true, debounce: 50, events: ["press"] },
    { name: "button3", pin: "D26", debounce: 5 },
  ]);
  expect(outputs).toMatchObject([{ name: "led" }, { name: "relay", pin: "D4", activeLow: true }]);
});

it("brings a light sensor where the configuration has no sensor", () => {
  const light = { name: "light", kind: "analog", pin: "D34", every: 60_000, change: 0.05 };
  expect(deviceInfo({ ...device, sensors: [] })).toMatchObject({ sensors: [light], lightPin: "D34" });
  expect(deviceInfo({ ...device, sensors: [{ ...light, pin: "D36" }] })).toMatchObject({ lightPin: "D36" });
  const chip = { ...light, kind: "temperature", pin: "" };
  expect(deviceInfo({ ...device, sensors: [chip] })).toMatchObject({ sensors: [chip], lightPin: undefined });
});
