/** Repeats and gaps in what nodes send. */
import { describe, expect, it } from "vitest";
import { SequenceCheck, totalsLine } from "../../../src/tools/mqtt/sequence-check.ts";

/** What is said about messages of the node "hall", each "boot.seq", or "node:boot.seq". */
function said(...messages: string[]): { lines: (string | undefined)[]; totals: string[] } {
  const check = new SequenceCheck();
  const lines = messages.map((message) => {
    const [, node = "hall", boot, seq] = /^(?:(\w+):)?(\d+)\.(\d+)$/.exec(message) ?? [];
    return check.take(Buffer.from(JSON.stringify({ node, boot: Number(boot), seq: Number(seq), type: "button" })))?.text;
  });
  return { lines, totals: check.totals().map(totalsLine) };
}

describe("messages in line", () => {
  it("are worth no word", () => {
    expect(said("3.1", "3.2", "3.3", "4.1", "4.2")).toEqual({ lines: Array(5).fill(undefined), totals: ["hall: 5 messages, 0 repeats, none missing"] });
  });

  it("begin wherever listening began", () => {
    expect(said("3.17", "3.18").totals).toEqual(["hall: 2 messages, 0 repeats, none missing"]);
  });

  it("are counted for each node", () => {
    expect(said("a:1.1", "b:7.5", "a:1.2", "b:7.6").totals).toEqual(["a: 2 messages, 0 repeats, none missing", "b: 2 messages, 0 repeats, none missing"]);
  });
});

it("a repeat is named", () => {
  expect(said("3.1", "3.2", "3.1")).toEqual({
    lines: [undefined, undefined, "repeat: hall boot 3 seq 1"],
    totals: ["hall: 2 messages, 1 repeat, none missing"],
  });
});

describe("a gap", () => {
  it("is named, and counted if it stays", () => {
    expect(said("3.1", "3.5", "3.7")).toEqual({
      lines: [undefined, "gap: hall boot 3: seq 2 to 4 missing so far", "gap: hall boot 3: seq 6 missing so far"],
      totals: ["hall: 3 messages, 0 repeats, 4 missing"],
    });
  });

  it("closes when what is missing comes late", () => {
    expect(said("3.1", "3.3", "3.2")).toEqual({
      lines: [undefined, "gap: hall boot 3: seq 2 missing so far", "late: hall boot 3 seq 2"],
      totals: ["hall: 3 messages, 0 repeats, none missing"],
    });
  });

  it("at the beginning of a new boot is one", () => {
    expect(said("3.9", "4.2")).toEqual({ lines: [undefined, "gap: hall boot 4: seq 1 missing so far"], totals: ["hall: 2 messages, 0 repeats, 1 missing"] });
  });

  it("is none when an earlier boot's messages arrive behind a later one's", () => {
    expect(said("4.2", "3.8", "3.9").totals).toEqual(["hall: 3 messages, 0 repeats, none missing"]);
  });
});

it.each(["on", "{", "[1]", "null", '{"node":"hall"}', '{"node":"hall","boot":"1","seq":1}', '{"node":"hall","boot":1.5,"seq":1}'])(
  "%s carries no number",
  (payload) => {
    const check = new SequenceCheck();
    expect([check.take(Buffer.from(payload)), check.totals()]).toEqual([undefined, []]);
  },
);
