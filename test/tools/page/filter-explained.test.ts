/** The sentence below the page's filter box. */
import { describe, expect, it } from "vitest";
import { explainFilter } from "../../../src/tools/page/messages/filter-explained.ts";

const topics = ["/kv6003/sensor/ding", "/kv6003/status/hall"];

describe("a filter's meaning", () => {
  it.each([
    ["#", "Matches every topic. Topics that begin with $ are left out: they must be named."],
    ["a", "Matches this one topic."],
    ["a/b", "Matches this one topic, of 2 levels."],
    ["a/+", "Matches topics of 2 levels: a, any one level."],
    ["a/#", "Matches topics of at least 1 level: a, then nothing more or any levels below."],
    ["/kv6003/+/ding", "Matches topics of 4 levels: an empty level, kv6003, any one level, ding. The leading slash is a level of its own, an empty one."],
    ["+/b", "Matches topics of 2 levels: any one level, b. Topics that begin with $ are left out: they must be named."],
    ["a//b", "Matches this one topic, of 3 levels. Two slashes in a row have an empty level between them."],
    ["a/b/", "Matches this one topic, of 3 levels. The slash at the end adds an empty level."],
    ["$SYS/#", "Matches topics of at least 1 level: $SYS, then nothing more or any levels below."],
  ])("%s", (filter, text) => {
    expect(explainFilter(filter)).toEqual({ valid: true, text, suggestion: undefined });
  });
});

describe("a wrong filter", () => {
  it.each([
    ["/kv6003/#/ding", "# stands for all that follows: it must be the last level", "/kv6003/#"],
    ["/kv6003#", "# must be a level of its own, as in a/#", "/kv6003/#"],
    ["/kv6003/ding+", "+ must be a level of its own, as in a/+/c", "/kv6003/+"],
    ["##", "# must be a level of its own, as in a/#", "#"],
    ["'/kv6003/#'", "The quotes are part of the filter here", "/kv6003/#"],
    [" /kv6003#", "# must be a level of its own, as in a/#", "/kv6003/#"],
    ["", "it is empty", undefined],
  ])("%s is explained, with one that may have been meant", (filter, text, suggestion) => {
    const explained = explainFilter(filter);
    expect(explained).toMatchObject({ valid: false, suggestion });
    expect(explained.text).toContain(text);
  });
});

describe("a filter that matches nothing here", () => {
  it.each([
    ["kv6003/#", "which begin with a slash", "/kv6003/#"],
    ["/kv6003/sensor/ding/", "no slash at the end", "/kv6003/sensor/ding"],
    ["/KV6003/#", "capital and small letters differ", "/kv6003/#"],
    [" /kv6003/#", "a blank belongs to the level it stands in", "/kv6003/#"],
    ["/kv6003/sensor", "need a wildcard", "/kv6003/sensor/#"],
    ["kv6003", "begin with a slash, and those below it need a wildcard", "/kv6003/#"],
    ['"/kv6003/+/ding"', "The quotes are part of the filter here: leave them out.", "/kv6003/+/ding"],
    ["/kv6003/*", "* is not a wildcard in MQTT", "/kv6003/#"],
    ["/kv6003/*/ding", "* is not a wildcard in MQTT", "/kv6003/+/ding"],
  ])("%j may be a slip", (filter, text, suggestion) => {
    const explained = explainFilter(filter, topics);
    expect(explained).toMatchObject({ valid: true, suggestion });
    expect(explained.text).toContain(text);
  });

  it("has a blank that counts even before there is a topic", () => {
    expect(explainFilter(" /a/#")).toMatchObject({ valid: true, suggestion: "/a/#" });
    expect(explainFilter("a b /c", ["a b /c"])).toMatchObject({ suggestion: undefined });
  });

  it("may be meant so", () => {
    expect(explainFilter("/kv6003/error/hall", topics).suggestion).toBeUndefined();
  });

  it("with a slash too many is told", () => {
    expect(explainFilter("/a/#", ["a/b"])).toMatchObject({ suggestion: "a/#" });
  });
});
