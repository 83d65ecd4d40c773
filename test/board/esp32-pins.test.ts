/** The ESP32's pins as the node uses them: contacts with the right pull, and outputs either way round. */
import { describe, expect, it } from "vitest";
import { ManualClock, VirtualEsp32, type VirtualOptions } from "../../board/virtual/index.ts";
import { bundleForEspruino } from "../../src/tools/bundle/bundle.ts";

/** A board that watches a contact, and what it prints of its edges. */
async function watching(
  contact: object,
  options: VirtualOptions = {},
): Promise<{ board: VirtualEsp32; edges: string[]; isClosed: () => Promise<string>; soon: () => Promise<void> }> {
  const clock = new ManualClock();
  const board = new VirtualEsp32({ clock, ...options });
  const { code } = await bundleForEspruino({ root: process.cwd(), entry: "board/esp32/pins.ts" });
  board.put("pins", code);
  board.put(".bootcde", `var read=require("pins").watchContact(${JSON.stringify(contact)},function(isClosed){print("edge",isClosed)})`);
  const edges: string[] = [];
  board.onLine((line) => line.startsWith("edge") && edges.push(line));
  await board.powerOn();
  await clock.advance(10);
  return { board, edges, isClosed: () => board.eval("read()"), soon: () => clock.advance(10) };
}

describe("a contact", () => {
  it("to 3.3 V needs no resistor: the pull-down is on, though setWatch turned the pull-up on", async () => {
    const { board, edges, isClosed, soon } = await watching({ pin: "D4", activeLow: false });
    expect([await board.eval('getPinMode("D4")'), await isClosed()]).toEqual(["input_pulldown", "false"]);
    board.drive("D4", 1);
    await soon();
    expect([edges, await isClosed()]).toEqual([["edge true"], "true"]);
    board.drive("D4", 0);
    await soon();
    expect([edges, await isClosed()]).toEqual([["edge true", "edge false"], "false"]);
  });

  it.each([
    ["D4", "input_pullup", {}],
    ["D0", "input_pulldown", { invertsBootPin: true }], // the build that inverts the pin swaps its pulls, too
    ["D0", "input_pullup", { invertsBootPin: false, version: "2v24" }],
  ])("on %s to GND has the pull-up, which is called %s there: %j", async (pin, pull, options) => {
    const { board, edges, isClosed, soon } = await watching({ pin, activeLow: true }, options);
    expect([await board.eval(`getPinMode("${pin}")`), await isClosed()]).toEqual([pull, "false"]);
    board.drive(pin, 0);
    await soon();
    expect([edges, await isClosed()]).toEqual([["edge true"], "true"]);
    board.drive(pin, 1);
    await soon();
    expect([edges, await isClosed()]).toEqual([["edge true", "edge false"], "false"]);
  });
});

describe("a digital sensor", () => {
  it.each([
    ["D4", {}],
    ["D0", { invertsBootPin: true }],
    ["D0", { invertsBootPin: false, version: "2v24" }],
  ])("on %s reads 1, and 0 while a switch closes it to GND: %j", async (pin, options) => {
    const board = new VirtualEsp32({ clock: new ManualClock(), ...options });
    const { code } = await bundleForEspruino({ root: process.cwd(), entry: "board/sensors/digital.ts" });
    board.put("digital", code);
    await board.powerOn();
    const value = (): Promise<string> => board.eval(`(function(){var read;require("digital").digital("${pin}",function(value){read=value});return read})()`);
    expect(await value()).toBe("1");
    board.drive(pin, 0);
    expect(await value()).toBe("0");
  });
});

describe("an output", () => {
  it.each([
    [false, [1, 0, 0.25, 0]],
    [true, [0, 1, 0.75, 1]],
  ])("with activeLow %s is on, off, dimmed and off", async (activeLow, levels) => {
    const board = new VirtualEsp32({ clock: new ManualClock() });
    const { code } = await bundleForEspruino({ root: process.cwd(), entry: "board/esp32/pins.ts" });
    board.put("pins", code);
    await board.powerOn();
    for (const [i, level] of [1, 0, 0.25, 0].entries()) {
      await board.eval(`require("pins").setOutput({pin:"D5",activeLow:${activeLow}},${level})`);
      expect(board.level("D5")).toBe(levels[i]);
    }
  });
});
