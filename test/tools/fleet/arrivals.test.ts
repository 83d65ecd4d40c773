/** Counting arrivals by the second. */
import { describe, expect, it } from "vitest";
import { peak, perSecond } from "../../../src/tools/fleet/arrivals.ts";

describe("the counts of each second", () => {
  it("begin at 0 and include seconds without any", () => {
    expect(perSecond([0, 999, 1000, 3500])).toEqual([2, 1, 0, 1]);
  });

  it("are one zero when nothing came", () => {
    expect(perSecond([])).toEqual([0]);
  });
});

describe("the peak", () => {
  it("is found in the second that holds the most, wherever it begins", () => {
    expect(peak([900, 950, 1000, 1899, 1900, 5000])).toBe(4);
  });

  it("does not depend on the order of the times", () => {
    expect(peak([5000, 1, 0, 2])).toBe(3);
  });

  it("is 0 when nothing came", () => {
    expect(peak([])).toBe(0);
  });
});
