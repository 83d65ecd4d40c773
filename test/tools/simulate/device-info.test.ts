/** What the simulator reads from the configuration that is compiled in. */
import { describe, expect, it } from "vitest";
import { deviceInfo } from "../../../src/tools/simulate/device-info.ts";

describe("what the simulator knows of the node", () => {
  const device = {
    base: "/b",
    button: { pin: "D4", activeLow: false, debounce: 20, events: ["click"] },
    led: { pin: "D5", activeLow: true },
  };

  it("are read from its configuration", () => {
    expect(deviceInfo(device)).toEqual({
      base: "/b",
      button: { pin: "D4", activeLow: false, debounce: 20 },
      led: { pin: "D5", activeLow: true },
      sendsPress: false,
    });
  });

  it("are named when they are missing", () => {
    expect(() => deviceInfo({ ...device, led: {} })).toThrow("flash.config.json: device.led.pin is missing or of a wrong type");
  });
});
