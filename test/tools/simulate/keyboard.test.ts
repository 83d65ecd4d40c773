/** The keys of the simulator. */
import { describe, expect, it } from "vitest";
import { keysIn } from "../../../src/tools/simulate/keyboard.ts";

describe("keys", () => {
  it.each([
    [" ", ["press"]],
    ["wB", ["wifi", "broker"]],
    ["q", ["quit"]],
    ["\u0003", ["quit"]],
    ["\u0004", ["quit"]],
    ["x", []],
    ["\u001b[B", []],
  ])("%j means %j", (input, keys) => {
    expect(keysIn(input)).toEqual(keys);
  });
});
