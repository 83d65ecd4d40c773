/** A light node's client is made with what the firmware gives its own. */
import { afterEach, expect, it, vi } from "vitest";
import { nodeOptions } from "../../../src/tools/fleet/node-options.ts";
import { fakeTinymqtt } from "../../firmware/doubles.ts";
import { device } from "../../support/settings.ts";

afterEach(() => {
  vi.doUnmock("tinymqtt");
});

it("has the options of the firmware's client, apart from the port and the check for memory", async () => {
  const fake = fakeTinymqtt();
  const { setIdentity } = await import("../../../src/firmware/identity.ts");
  const { setUpMqtt } = await import("../../../src/firmware/mqtt.ts");
  setIdentity("hall", 3, "");
  setUpMqtt({ ...device, mqtt: { ...device.mqtt, host: "broker" } }, () => true);
  const { options } = fake.client;
  expect({ ...nodeOptions(device, "hall"), port: 1883, hasRoom: expect.any(Function) as () => boolean }).toEqual(options);
  expect(options?.retry).toEqual({ first: 1000, longest: 60_000 });
});
