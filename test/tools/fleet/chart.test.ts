/** The picture of a fleet's return. */
import { describe, expect, it } from "vitest";
import { chart } from "../../../src/tools/fleet/chart.ts";
import type { Results } from "../../../src/tools/fleet/table.ts";

const results: Results = [
  ["with jitter", { attempts: [0, 1000], connections: [10, 1010], allBack: 1010 }],
  ["without jitter", { attempts: [0, 0], connections: [20, 30], allBack: 30 }],
];
const picture = chart("Broker <1> & fleet", results);

describe("the picture", () => {
  it("has its title, escaped", () => {
    expect(picture).toContain(">Broker &lt;1> &amp; fleet</text>");
  });

  it("names its axes", () => {
    expect(picture).toContain(">seconds after the restart of the broker<");
    expect(picture).toContain(">connections in each second<");
  });

  it("says which colour is which, with the peak and the end", () => {
    expect(picture).toContain(">with jitter: at most 1 within any second, all back after 1.0 s<");
    expect(picture).toContain(">without jitter: at most 2 within any second, all back after 0.0 s<");
  });

  it("draws a bar for each second that has connections, as high as they are many", () => {
    const [jittered = "", plain = ""] = [...picture.matchAll(/<path d="(M[^"]*z)"/g)].map((match) => match[1] ?? "");
    const heights = (path: string): number[] => [...path.matchAll(/M[\d.]+ 380V([\d.]+)/g)].map((match) => 380 - Number(match[1]));
    expect(heights(jittered)).toEqual([142, 142]);
    expect(heights(plain)).toEqual([284]);
  });

  it("draws what was measured alone", () => {
    const alone = chart("Alone", results.slice(1));
    expect(alone).not.toContain("with jitter: at most 1 ");
    expect(alone).toContain("without jitter: at most 2 ");
  });
});
