/** MQTT's rules for topics and filters (MQTT 3.1.1, 4.7). */
import { describe, expect, it } from "vitest";
import { filterFault, topicFault } from "../../../src/tools/mqtt/topic-faults.ts";

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
