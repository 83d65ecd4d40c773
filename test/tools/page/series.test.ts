/** Readings over time, and the numbers of a plot. */
import { describe, expect, it } from "vitest";
import type { MessageRecord } from "../../../src/tools/page/protocol.ts";
import { boundsOf, roughDuration, polyline, readingIn, Series, shortNumber, summary } from "../../../src/tools/page/messages/series.ts";

function message(text: string | undefined, retained = false): MessageRecord {
  return { at: 5, topic: "/kv6003/sensor/ding", text, bytes: 1, qos: 1, retained };
}

describe("a reading", () => {
  const text = '{"node":"hall","boot":3,"seq":18,"type":"reading","sensor":"light","value":0.53,"unit":"ratio","up":90001}';
  it("is read, with when it came", () => {
    expect(readingIn(message(text))).toEqual({ at: 5, node: "hall", sensor: "light", value: 0.53, unit: "ratio" });
  });

  it.each([
    ["a press", message('{"node":"hall","type":"button","event":"press"}')],
    ["one without a number", message('{"node":"hall","type":"reading","sensor":"light","value":"0.5"}')],
    ["one without end", message(text.replace("0.53", "1e999"))],
    ["one too large to be drawn", message(text.replace("0.53", "-1e308"))],
    ["one of a name that no node has", message(text.replace("hall", "x".repeat(65)))],
    ["broken JSON", message('{"type":"reading"')],
    ["a text", message('"reading"')],
    ["no text", message(undefined)],
    ["an old, retained one", message(text, true)],
  ])("is not %s", (_what, record) => {
    expect(readingIn(record)).toBeUndefined();
  });
});

describe("a series", () => {
  it("keeps each point once, in order, and the latest", () => {
    const series = new Series();
    for (const at of [1, 2, 2, 1, 3]) series.add({ at, value: at });
    expect(series.points.map(({ at }) => at)).toEqual([1, 2, 3]);
    for (let at = 4; at < 1000; at += 1) series.add({ at, value: at });
    expect([series.points.length, series.points[0]?.at, series.points.at(-1)?.at]).toEqual([600, 400, 999]);
  });

  it("spans its time, which is not less than 10 s", () => {
    expect(boundsOf([{ at: 50_000, value: 2 }])).toEqual({ least: 2, most: 2, from: 40_000, to: 50_000 });
    const two = [0, 30_000].map((at) => ({ at, value: at ? 1 : -1 }));
    expect(boundsOf(two)).toEqual({ least: -1, most: 1, from: 0, to: 30_000 });
  });

  it("is drawn from the lower edge to the upper, and in the middle when nothing changes", () => {
    const points = [0, 10_000, 20_000].map((at, value) => ({ at, value }));
    expect(polyline(points, 100, 50)).toBe("0,50 50,25 100,0");
    expect(polyline([{ at: 20_000, value: 7 }], 100, 50)).toBe("100,25");
  });

  it("is summed up", () => {
    const points = [0.25, 0.123456, 3].map((value, at) => ({ at, value }));
    expect(summary(points, "ratio")).toBe("last 3 ratio, lowest 0.1235, highest 3");
    expect(summary([], "")).toBe("nothing yet");
    expect([shortNumber(123456), shortNumber(12.3456), roughDuration(40_400), roughDuration(600_000)]).toEqual(["123456", "12.35", "40 s", "10 min"]);
  });
});
