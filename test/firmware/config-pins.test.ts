/** The configuration's sensors, and its pins: one that two parts ask for goes to one of them. */
import { describe, expect, it } from "vitest";
import { hearComplaints, load } from "./load.ts";

const lines = hearComplaints();

describe("sensors", () => {
  it("get the defaults for what is not said", () => {
    expect(load({ sensors: [{ kind: "temperature" }, { name: "b", pin: "D35" }] }).sensors).toEqual([
      { name: "sensor0", kind: "temperature", pin: "", every: 60_000, change: 0 },
      { name: "b", kind: "analog", pin: "D35", every: 60_000, change: 0 },
    ]);
    expect(lines).toEqual([]);
  });

  it("may be none", () => {
    expect(load({ sensors: [] }).sensors).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["name", { name: "" }, 'must be 1..32 bytes without [+#/], got ""; using "sensor0"'],
    ["kind", { kind: "analogue" }, 'must be one of analog,digital,temperature, got "analogue"; using "analog"'],
    ["every", { every: 999 }, "must be 1000..86400000, got 999; using 60000"],
    ["change", { change: -1 }, "must be 0..1000000, got -1; using 0"],
    ["change", { change: "5%" }, 'must be 0..1000000, got "5%"; using 0'],
  ])("with a bad %s in %j are there all the same", (key, bad, line) => {
    expect(load({ sensors: [{ pin: "D35", ...bad }] }).sensors).toHaveLength(1);
    expect(lines).toEqual([`sensors[0].${key} ${line}`]);
  });

  it.each<[object | string, string[]]>([
    [{ pin: "D2" }, ['sensors[0].pin must be a pin for analog, got "D2" of led; leaving it out']],
    [{}, ['sensors[0].pin must be a pin for analog, got ""; leaving it out']],
    [{ kind: "digital", pin: "D6" }, ['sensors[0].pin must be a pin for input, got "D6"; leaving it out']],
    [{ pin: 4 }, ['sensors[0].pin must be string, got 4; using ""', 'sensors[0].pin must be a pin for analog, got ""; leaving it out']],
    ["light", ['sensors[0].pin must be a pin for analog, got ""; leaving it out']],
    [{ kind: "digital", pin: "D0" }, ['sensors[0].pin must be a pin for input, got "D0" of button; leaving it out']],
  ])("without a pin of their own are left out: %j", (bad, expected) => {
    expect(load({ sensors: [bad, { kind: "temperature" }] }).sensors.map(({ kind }) => kind)).toEqual(["temperature"]);
    expect(lines).toEqual(expected);
  });

  it("on one pin: the first has it", () => {
    expect(load({ sensors: [{ name: "a", pin: "D35" }, { name: "b", pin: "D35" }] }).sensors.map(({ name }) => name)).toEqual(["a"]);
    expect(lines).toEqual(['sensors[1].pin must be a pin for analog, got "D35" of sensors[0]; leaving it out']);
  });
});

it("a sensor that needs no pin takes none from one that does", () => {
  expect(load({ sensors: [{ name: "t", kind: "temperature", pin: "D34" }, { name: "l", pin: "D34" }] }).sensors.map(({ name }) => name)).toEqual(["t", "l"]);
  expect(lines).toEqual([]);
});

describe("two on one pin: the one that was moved there goes back", () => {
  it.each<[object, { button?: string; led?: string; status?: string }, string]>([
    [{ button: { pin: "D2" } }, {}, 'button.pin must be a pin for input, got "D2" of led; using "D0"'],
    [{ led: { pin: "D0" } }, {}, 'led.pin must be a pin for output, got "D0" of button; using "D2"'],
    [{ status: { pin: "D2" } }, {}, 'status.pin must be a pin for output, got "D2" of led; using ""'],
    [{ button: { pin: "D4" }, led: { pin: "D4" } }, { button: "D4" }, 'led.pin must be a pin for output, got "D4" of button; using "D2"'],
    [{ led: { pin: "D5" }, status: { pin: "D5" } }, { led: "D5" }, 'status.pin must be a pin for output, got "D5" of led; using ""'],
  ])("%j", (ding, pins, line) => {
    const { button, led, status } = load(ding);
    expect({ button: button.pin, led: led.pin, status: status.pin }).toEqual({ button: "D0", led: "D2", status: "", ...pins });
    expect(lines).toEqual([line]);
  });

  it("and nobody else gets the pin that it went back to", () => {
    const { led, status } = load({ button: { pin: "D4" }, led: { pin: "D4" }, status: { pin: "D2" } });
    expect([led.pin, status.pin]).toEqual(["D2", ""]);
    expect(lines).toEqual(['led.pin must be a pin for output, got "D4" of button; using "D2"', 'status.pin must be a pin for output, got "D2" of led; using ""']);
  });

  it("nor the one that a bad pin sends another back to", () => {
    const { button, led } = load({ button: { pin: "D2" }, led: { pin: "D35" } });
    expect([button.pin, led.pin]).toEqual(["D0", "D2"]);
    expect(lines).toEqual(['led.pin must be a pin for output, got "D35"; using "D2"', 'button.pin must be a pin for input, got "D2" of led; using "D0"']);
  });

  it("but two may swap theirs", () => {
    const { button, led } = load({ button: { pin: "D2" }, led: { pin: "D0" } });
    expect([button.pin, led.pin, lines]).toEqual(["D2", "D0", []]);
  });
});
