/** What a board answers may be any JSON: fuzzing found an object that could not even be made a number. */
import { describe, expect, it } from "vitest";
import { listOf, numberOf, textOf } from "../../../src/tools/board-session/answer-values.ts";

const notEven: unknown = JSON.parse('{"toString":1,"valueOf":2}');

describe("values in a board's answer", () => {
  it.each([
    [7, 7],
    ["7", NaN],
    [notEven, NaN],
    [null, NaN],
    [undefined, NaN],
    [[7], NaN],
  ])("as a number: %j", (value, number) => {
    expect(numberOf(value)).toBe(number);
  });

  it.each([
    ["a", "a"],
    [7, "7"],
    [notEven, ""],
    [null, ""],
    [undefined, ""],
    [["a"], ""],
  ])("as a text: %j", (value, text) => {
    expect(textOf(value)).toBe(text);
  });

  it.each([
    [
      [1, 2],
      [1, 2],
    ],
    ["ab", []],
    [notEven, []],
    [undefined, []],
  ])("as a list: %j", (value, list) => {
    expect(listOf(value)).toEqual(list);
  });
});
