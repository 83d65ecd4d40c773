/** Which topics a filter matches, and which names, topics and filters MQTT allows. */
import { describe, expect, test } from "vitest";
import { create, matches } from "tinymqtt";

describe("matches", () => {
  test.each([
    ["a/b", "a/b", true],
    ["a/b", "a/b/c", false],
    ["a/b/c", "a/b", false],
    ["a/b", "a/B", false],
    ["a", "/a", false], // "/a" has an empty level in front
    ["/a", "/a", true],
    ["a/", "a", false],
    ["+", "a", true],
    ["+", "a/b", false],
    ["+/+", "/a", true], // [MQTT-4.7.1-3]: the empty level counts
    ["/+", "/a", true],
    ["+", "", true],
    ["a/+/c", "a/b/c", true],
    ["a/+/c", "a/b/b/c", false],
    ["a/+", "a", false],
    ["a/+", "a/", true],
    ["#", "a/b/c", true],
    ["#", "/a", true],
    ["a/#", "a", true], // [MQTT-4.7.1-2]: the parent level too
    ["a/#", "a/b/c", true],
    ["a/#", "ab", false],
    ["a/+/#", "a/b", true],
    ["a/+/#", "a", false],
    ["#", "$SYS/uptime", false], // [MQTT-4.7.2-1]
    ["+/uptime", "$SYS/uptime", false],
    ["$SYS/#", "$SYS/uptime", true],
    ["$SYS/+", "$SYS/uptime", true],
    ["a/+", "a/$b", true],
    ["a", "$a", false],
  ])("%s, %s: %s", (filter, topic, expected) => {
    expect(matches(filter, topic)).toBe(expected);
  });
});

const client = create("broker", { clientId: "c" });

describe("a filter", () => {
  test.each(["", "a/#/b", "a#", "#a", "a+", "+a/b", "a/b+/c", "a\0b", "\xff", "\xc0\x80", "\xed\xa0\x80", "x".repeat(65536)])("%j is refused", (filter) => {
    expect(() => client.subscribe(filter)).toThrow("bad filter");
  });

  test.each(["a", "/", "+", "#", "+/+/#", "a/+/b", "$share", "caf\xc3\xa9", "grün/€", "x".repeat(65535)])("%j is taken", (filter) => {
    expect(() => client.subscribe(filter)).not.toThrow();
  });
});

describe("a topic", () => {
  test.each([
    ["nothing", ""], // [MQTT-4.7.3-1]
    ["a wildcard", "a/+"], // [MQTT-3.3.2-2]
    ["a wildcard", "a/#"],
    ["U+0000", "a\0b"], // [MQTT-1.5.3-2]
    ["a byte that is no UTF-8", "a\xff"], // [MQTT-1.5.3-1]
    ["a continuation without a lead", "\x80"],
    ["a lead without its continuation", "\xc3"],
    ["three bytes cut short", "\xe2\x82"],
    ["an overlong form", "\xc0\xaf"],
    ["an overlong form of three bytes", "\xe0\x80\xaf"],
    ["an overlong form of four bytes", "\xf0\x80\x80\xaf"],
    ["a surrogate", "\xed\xa0\x80"],
    ["more than U+10FFFF", "\xf4\x90\x80\x80"],
    ["a lead byte of no form", "\xf8\x88\x80\x80\x80"],
    ["65536 bytes", "x".repeat(65536)],
  ])("of %s is refused", (_what, topic) => {
    expect(() => client.publish(topic, "")).toThrow("bad topic");
  });

  test.each(["a", "/", " ", "$SYS/x", "caf\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x92\xa1", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf", "x".repeat(65535)])(
    "%j is taken",
    (topic) => {
      expect(() => client.publish(topic, "")).not.toThrow();
    },
  );
});

describe("options", () => {
  test("a password needs a username [MQTT-3.1.2-22]", () => {
    expect(() => create("broker", { password: "p" })).toThrow("password without username");
  });
  test("a kept session needs a client identifier [MQTT-3.1.3-7]", () => {
    expect(() => create("broker", { clean: false })).toThrow("clean: false needs a clientId");
  });
  test("names are UTF-8 without U+0000 [MQTT-3.1.3-4] [MQTT-3.1.3-11]", () => {
    expect(() => create("broker", { clientId: "a\0" })).toThrow("bad text");
    expect(() => create("broker", { username: "\xff" })).toThrow("bad text");
  });
  test("a will has a topic that one can publish to [MQTT-3.1.3-10]", () => {
    expect(() => create("broker", { will: { topic: "a/#", message: "" } })).toThrow("bad topic");
  });
});
