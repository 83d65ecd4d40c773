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
    ["küche.local:1884", { host: "xn--kche-0ra.local", port: 1884 }],
    ["mqtts://host", { host: "host", port: 8883, tls: true }],
    ["mqtts://host:8884", { host: "host", port: 8884, tls: true }],
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
    ["ws://ann:secret@host", "ws:// is not supported"],
    ["mqtt://host:99999", "port is 1..65535"],
    ["mqtt://host:0", "port is 1..65535"],
    ["mqtt://ann:secret@host/topic", "something follows the host"],
    ["mqtt://ann:secret#1@host", "write / ? # @ as"],
    ["mqtt://ann:secret%@host", "must be written %25"],
    ["mqtt://", "no host"],
    ["mqtt://two%20words", "no host"],
    ["mqtt://%ff", "no host"],
    ["mqtt://host%2Ftopic", "no host"],
    ["two words", "not an address"],
  ])("%s is refused, and the password not repeated", (broker, message) => {
    const parse = (): unknown => brokerAddress({ broker }, {});
    expect(parse).toThrow(UserError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow("secret");
  });

  it("names the environment's variable when that is the bad one", () => {
    expect(() => brokerAddress({}, { MQTT_BROKER: "http://host" })).toThrow(/^MQTT_BROKER: http:\/\/ is not supported/);
  });

  it("needs a user name with a password [MQTT-3.1.2-22]", () => {
    expect(() => brokerAddress({ password: "secret" }, {})).toThrow("a password needs a user name");
  });

  it("takes the certificate authority for TLS alone", () => {
    expect(brokerAddress({ broker: "mqtts://host", ca: "a.pem" }, { MQTT_CA: "b.pem" })).toMatchObject({ ca: "a.pem" });
    expect(brokerAddress({ broker: "mqtts://host" }, { MQTT_CA: "b.pem" })).toMatchObject({ ca: "b.pem" });
    expect(brokerAddress({ broker: "mqtt://host" }, { MQTT_CA: "b.pem" })).not.toHaveProperty("ca");
    expect(() => brokerAddress({ broker: "host", ca: "a.pem" }, {})).toThrow("--ca is for TLS: write --broker mqtts://host[:port]");
  });

  it("is shown without its credentials", () => {
    expect(showAddress({ host: "::1", port: 1884, username: "ann", password: "secret" })).toBe("mqtt://[::1]:1884");
    expect(showAddress({ host: "host", port: 8883, tls: true })).toBe("mqtts://host:8883");
  });
});
