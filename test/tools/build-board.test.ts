import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { asBoard, onBoard, pinFaults, type Board } from "../../src/tools/build/board.ts";

const file: unknown = JSON.parse(readFileSync(new URL("../../board/pins/esp32-devkit.json", import.meta.url), "utf8"));

function devkit(): Board {
  const board = asBoard(file);
  if (!board) throw new Error("board/pins/esp32-devkit.json is no board");
  return board;
}

describe("the board that flash.config.json names", () => {
  test("gives its own button and LED where the device is silent, key by key", () => {
    expect(onBoard({ node: "x", led: { pin: "D4" } }, devkit())).toEqual({
      node: "x",
      button: { pin: "D0", activeLow: true },
      led: { pin: "D4", activeLow: false },
    });
  });

  test("takes pins that can do what is asked of them", () => {
    const sensors = [
      { kind: "analog", pin: "D34" },
      { kind: "digital", pin: "D35" },
      { kind: "temperature", pin: "" },
    ];
    expect(pinFaults({ button: { pin: "D36" }, led: { pin: "D2" }, status: { pin: "" }, sensors }, devkit())).toEqual([]);
  });

  test.each([
    [{ led: { pin: "D34" } }, /^device\.led\.pin: "D34" is no output of the ESP32 DevKit; it has D0 .*D33$/],
    [{ status: { pin: "D99" } }, /^device\.status\.pin: "D99" is no output/],
    [{ button: { pin: "D6" } }, /^device\.button\.pin: "D6" is no input/],
    [{ sensors: [{ kind: "temperature" }, { kind: "analog", pin: "D2" }] }, /^device\.sensors\[1\]\.pin: "D2" is no ADC pin/],
  ])("names a pin that cannot: %j", (device, line) => {
    const faults = pinFaults(device, devkit());
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(line);
  });

  test.each([[undefined], [{ name: "x" }], [{ ...(file as object), analog: "D34" }], [{ ...(file as object), led: "D2" }]])(
    "is none without all that a board has: %j",
    (value) => {
      expect(asBoard(value)).toBeUndefined();
    },
  );
});
