/** A board's own description, as board/pins has one. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { asBoardFile, completedBy, pinsFor, type BoardFile } from "../../../src/tools/config/board-file.ts";

const file: unknown = JSON.parse(readFileSync("board/pins/esp32-devkit.json", "utf8"));

function devkit(): BoardFile {
  const board = asBoardFile(file);
  if (!board) throw new Error("board/pins/esp32-devkit.json is no board");
  return board;
}

it("gives its own button and LED where the device is silent, key by key", () => {
  expect(completedBy(devkit(), { node: "x", led: { pin: "D4" } })).toEqual({
    node: "x",
    button: { pin: "D0", activeLow: true },
    led: { pin: "D4", activeLow: false, restore: "off" },
  });
});

it("tells which pins can be used for what", () => {
  const { pins } = devkit();
  expect(pinsFor(pins, "analog")).toEqual(["D32", "D33", "D34", "D35", "D36", "D37", "D38", "D39"]);
  for (const use of ["button", "input", "output", "analog"] as const) {
    // The console's and the flash chip's.
    expect(pinsFor(pins, use).filter((pin) => ["D1", "D3", "D6", "D7", "D8", "D9", "D10", "D11"].includes(pin))).toEqual([]);
  }
  expect(pinsFor(pins, "output")).not.toContain("D34");
  expect(pinsFor(pins, "button")).not.toContain("D12");
});

it("says of each pin that cannot do all why", () => {
  for (const [name, { can, reserved, cannot }] of Object.entries(devkit().pins)) {
    const digital = ["button", "input", "output"].every((use) => can.includes(use as never));
    expect(digital || reserved !== undefined || cannot !== undefined, name).toBe(true);
  }
});

it.each([
  [undefined],
  [{ name: "x" }],
  [{ ...(file as object), pins: ["D34"] }],
  [{ ...(file as object), pins: { D1: { can: ["fly"] } } }],
  [{ ...(file as object), led: "D2" }],
])("is none without all that a board has: %j", (value) => {
  expect(asBoardFile(value)).toBeUndefined();
});
