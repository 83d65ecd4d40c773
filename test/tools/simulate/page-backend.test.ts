/** What the page is told of the project's settings. */
import { expect, it } from "vitest";
import { withoutPasswords } from "../../../src/tools/simulate/page-backend.ts";
import { device } from "../../support/settings.ts";

it("the defaults reach a page without their passwords, be it one network or several", () => {
  const secret = "some-secret";
  const network = { ssid: "home", password: secret };
  const secrets = { ...device, mqtt: { ...device.mqtt, password: secret, key: secret }, console: { remote: false, password: secret } };
  for (const wifi of [network, [network, { ...network, ssid: "school" }]]) {
    const told = withoutPasswords({ ...secrets, wifi });
    expect(JSON.stringify(told)).not.toContain(secret);
    expect(Array.isArray(told.wifi)).toBe(Array.isArray(wifi));
  }
});
