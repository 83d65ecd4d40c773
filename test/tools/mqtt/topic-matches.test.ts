/** Which topics a filter matches. */
import { describe, expect, it } from "vitest";
import { topicMatches } from "../../../src/tools/mqtt/topic-matches.ts";

describe("a topic filter", () => {
  it.each([
    ["a/b", "a/b"],
    ["#", "a/b/c"],
    ["#", "/"],
    ["a/#", "a/b/c"],
    ["a/#", "a"],
    ["a/#", "a/"],
    ["/#", "/a"],
    ["+/#", "a"],
    ["+", "a"],
    ["+/+", "/a"],
    ["/+", "/a"],
    ["a/+/c", "a//c"],
    ["+/b/#", "a/b"],
    ["$SYS/#", "$SYS/broker/uptime"],
    ["$SYS/+", "$SYS/x"],
    ["a/$b", "a/$b"],
    ["a/+", "a/$b"],
    ["é/+", "é/ü"],
  ])("%s matches %s", (filter, topic) => {
    expect(topicMatches(filter, topic)).toBe(true);
  });

  it.each([
    ["a/b", "a/B"],
    ["a/b", "a/b/"],
    ["a/b", "/a/b"],
    ["a/b/", "a/b"],
    ["a/#", "ab"],
    ["a/b/#", "a"],
    ["+", "/a"],
    ["+", "a/b"],
    ["/+", "a"],
    ["a/+", "a"],
    ["a/+/c", "a/b"],
    ["+/+", "a"],
    ["/#", "a"],
    ["#", "$SYS/x"],
    ["+/x", "$SYS/x"],
    ["+/#", "$SYS"],
  ])("%s does not match %s", (filter, topic) => {
    expect(topicMatches(filter, topic)).toBe(false);
  });
});
