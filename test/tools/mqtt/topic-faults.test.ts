/** MQTT's rules for topics and filters (MQTT 3.1.1, 4.7). */
import { describe, expect, it } from "vitest";
import { filterFault, shellHint, topicFault } from "../../../src/tools/mqtt/topic-faults.ts";

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

describe("what a shell has made of a topic", () => {
  it.each([
    ["'/kv6003/#'", 'the single quotes became part of it, as they do in cmd.exe: write "/kv6003/#"'],
    ["'a b'", 'the single quotes became part of it, as they do in cmd.exe: write "a b"'],
    ["C:/Program Files/Git/kv6003/#", "Git Bash turned the leading slash into a Windows path: put MSYS_NO_PATHCONV=1 before the command"],
    ["c:\\msys64\\kv6003", "Git Bash turned the leading slash into a Windows path: put MSYS_NO_PATHCONV=1 before the command"],
  ])("%s is told", (topic, hint) => {
    expect(shellHint(topic)).toBe(hint);
  });

  it.each(["/kv6003/#", "it's", "a:b", "ab:/c", "#"])("%s is left alone", (topic) => {
    expect(shellHint(topic)).toBeUndefined();
  });

  it("is told in place of the fault that it causes", () => {
    expect(filterFault("'/kv6003/#'")).toBe(shellHint("'/kv6003/#'"));
    expect(topicFault("'/kv6003/+'")).toBe(shellHint("'/kv6003/+'"));
    expect(filterFault("C:/Program Files/Git/kv6003/#")).toBeUndefined();
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
