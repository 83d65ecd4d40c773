/** The pieces that listen, send and the simulator share: addresses, topics, and text fit for a terminal. */
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/tools/command-line/user-error.ts";
import { brokerAddress, showAddress } from "../../src/tools/mqtt/broker-address.ts";
import { safeText } from "../../src/tools/terminal/safe-text.ts";
import { filterFault, topicFault } from "../../src/tools/mqtt/topics.ts";

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

describe("a topic filter", () => {
  it.each(["#", "+", "/", "/kv6003/#", "+/+/#", "/+", "a//b", "$SYS/#"])("may be %s", (filter) => {
    expect(filterFault(filter)).toBeUndefined();
  });

  it.each([
    ["", "empty"],
    ["a/#/b", "last level"],
    ["a#", "a level of its own"],
    ["#a", "a level of its own"],
    ["a/b+", "a level of its own"],
    ["++", "a level of its own"],
    ["a\0b", "U+0000"],
    ["é".repeat(32_768), "65535 bytes"],
  ])("%j is refused", (filter, message) => {
    expect(filterFault(filter)).toContain(message);
  });
});

describe("a topic to publish to", () => {
  it.each(["/kv6003/control/led", "/", "a b", "é"])("may be %s", (topic) => {
    expect(topicFault(topic)).toBeUndefined();
  });

  it.each([
    ["", "empty"],
    ["a/+/b", "+ and # are for subscribing"],
    ["a/#", "+ and # are for subscribing"],
    ["a\0", "U+0000"],
  ])("%j is refused", (topic, message) => {
    expect(topicFault(topic)).toContain(message);
  });
});

describe("text for a terminal", () => {
  it.each([
    ["plain text and JSON stay", '{"a":"b\\n"}', '{"a":"b\\n"}'],
    ["UTF-8 stays, emoji with joiners too", "café 👩‍🔬", "café 👩‍🔬"],
    ["escape sequences lose their teeth", "\u001b[2J\u001b]0;title\u0007", "\\x1b[2J\\x1b]0;title\\x07"],
    ["the 8-bit form of ESC [ too", "\u009b2J", "\\x9b2J"],
    ["line ends and tabs stay on the line", "a\r\n\tb", "a\\r\\n\\tb"],
    ["line ends of Unicode too", "a\u2028b\u2029c", "a\\u{2028}b\\u{2029}c"],
    ["nothing turns the reading direction", "a\u202eb\u2066c", "a\\u{202e}b\\u{2066}c"],
    ["a byte order mark is seen", "\ufeffa", "\\u{feff}a"],
    ["NUL and DEL are seen", "\0\u007f", "\\x00\\x7f"],
  ])("%s", (_what, payload, shown) => {
    expect(safeText(Buffer.from(payload))).toBe(shown);
    expect(safeText(payload)).toBe(shown);
  });

  it("shows bytes that are no UTF-8 one by one", () => {
    expect(safeText(Buffer.from([0x41, 0xff, 0x1b, 0xc3, 0xa9]))).toBe("A\\xff\\x1b\\xc3\\xa9");
  });
});
