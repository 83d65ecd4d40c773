/** The potentiometer's knob follows the finger, and stops at its ends. */
import { expect, it } from "vitest";
import { knobValue } from "../../../src/tools/page/board/knob.ts";

it.each([
  ["up", 0, 10, 0.5],
  ["right", 10, 0, 0.5 + 90 / 270],
  ["left", -10, 0, 0.5 - 90 / 270],
  ["its right end", 10, -10, 1],
  ["its left end", -10, -10, 0],
  ["below, right", 1, -10, 1],
  ["below, left", -1, -10, 0],
])("stands as the finger, %s", (_where, x, y, value) => {
  expect(knobValue(x, y)).toBeCloseTo(value, 6);
});
