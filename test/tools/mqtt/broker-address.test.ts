/** Where the broker is: read from options, the address itself and the environment; no message shows a password. */
import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/tools/command-line/user-error.ts";
import { brokerAddress, showAddress } from "../../../src/tools/mqtt/broker-address.ts";

describe("the broker's address", () => {
  it.each([
    ["mqtt://host", { host: "host", port: 1883 }],
    ["mqtt://host:1884/", { host: "host", port: 1884 }],
    ["host", { host: "host", port: 1883 }],
    ["localhost:1884", { host: "localhost", port: 1884 }],
    ["192.168.1.5:1884", { host: "192.168.1.5", port: 1884 }],
    ["mqtt://[::1]:1884", { host: "::1", port: 1884 }],
    ["mqtt://ann@host", { host: "host", port: 1883, username: "ann" }],
    ["mqtt://ann:p%40ss%2Fw%25@host", { host: "host", port: 1883, username: "ann", password: "p@ss/w%" }],
  ])("is read from %s", (broker, expected) => {
    expect(brokerAddress({ broker }, {})).toEqual(expected);
  });

  it("is this machine's when nothing is said", () => {
    expect(brokerAddress({}, {})).toEqual({ host: "127.0.0.1", port: 1883 });
  });

  it("comes from the environment", () => {
    const env = { MQTT_BROKER: "mqtt://host:1884", MQTT_USERNAME: "ann", MQTT_PASSWORD: "secret" };
    expect(brokerAddress({}, env)).toEqual({ host: "host", port: 1884, username: "ann", password: "secret" });
  });

  it("takes options before the address, and the address before the environment", () => {
    const env = { MQTT_BROKER: "env", MQTT_USERNAME: "env", MQTT_PASSWORD: "env" };
    expect(brokerAddress({ broker: "mqtt://url:url@host", password: "option" }, env)).toEqual({
      host: "host",
      port: 1883,
      username: "url",
      password: "option",
    });
  });

  it.each([
    ["mqtts://ann:secret@host", "mqtts:// is not spoken here"],
    ["mqtt://host:99999", "port is 1..65535"],
    ["mqtt://host:0", "port is 1..65535"],
    ["mqtt://ann:secret@host/topic", "something follows the host"],
    ["mqtt://ann:secret#1@host", "write / ? # @ as"],
    ["mqtt://ann:secret%@host", "must be written %25"],
    ["mqtt://", "no host"],
    ["two words", "no address"],
  ])("%s is refused, and the password not repeated", (broker, message) => {
    const parse = (): unknown => brokerAddress({ broker }, {});
    expect(parse).toThrow(UserError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow("secret");
  });

  it("names the environment's variable when that is the bad one", () => {
    expect(() => brokerAddress({}, { MQTT_BROKER: "http://host" })).toThrow(/^MQTT_BROKER: http:\/\/ is not spoken/);
  });

  it("needs a user name with a password [MQTT-3.1.2-22]", () => {
    expect(() => brokerAddress({ password: "secret" }, {})).toThrow("a password needs a user name");
  });

  it("is shown without its credentials", () => {
    expect(showAddress({ host: "::1", port: 1884, username: "ann", password: "secret" })).toBe("mqtt://[::1]:1884");
  });
});
