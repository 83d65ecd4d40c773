/** Which of two versions is the later one. */
import { expect, it } from "vitest";
import { compareVersions } from "../../src/firmware/versions.ts";

it.each([
  ["1.0.0", "1.0.0", 0],
  ["1.1.0", "1.0.9", 1],
  ["1.9.0", "1.10.0", -1],
  ["2.0.0", "1.99.99", 1],
  ["1.0.1", "1.0.0", 1],
  ["1.0.0-rc.1", "1.0.0", 0],
  ["2v29", "2v25", 1],
  ["2v29.277", "2v29", 1],
  ["2v9", "2v25", -1],
  ["", "0.0.0", 0],
])("%s against %s: %i", (first, second, sign) => {
  expect(Math.sign(compareVersions(first, second))).toBe(sign);
});
