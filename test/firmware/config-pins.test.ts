/** The configuration's sensors, and its pins: what each must be able to do, and one that two parts ask for goes to one of them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sensorKinds } from "../../board/sensors/kinds.ts";
import { loadConfig, type Config } from "../../src/firmware/config.ts";
import { pinsFor } from "../../src/tools/config/board-file.ts";
import { basis, loadAndHear } from "./load.ts";

describe("sensors", () => {
  it("get the defaults for what is not said", () => {
    const { config, lines } = loadAndHear({ sensors: [{ kind: "temperature" }, { name: "b", pin: "D35" }] });
    expect(config.sensors).toEqual([
      { name: "sensor0", kind: "temperature", pin: "", every: 60_000, change: 0 },
      { name: "b", kind: "analog", pin: "D35", every: 60_000, change: 0 },
    ]);
    expect(lines).toEqual([]);
  });

  it("may be none", () => {
    expect(loadAndHear({ sensors: [] })).toMatchObject({ config: { sensors: [] }, lines: [] });
  });

  it.each<[string, object, string]>([
    ["name", { name: "" }, 'must be 1..32 bytes without + # /, got ""; using "sensor0"'],
    ["kind", { kind: "analogue" }, `must be one of ${Object.keys(sensorKinds()).join()}, got "analogue"; using "analog"`],
    ["every", { every: 999 }, "must be 1000..86400000, got 999; using 60000"],
    ["change", { change: -1 }, "must be 0..1000000, got -1; using 0"],
    ["change", { change: "5%" }, 'must be 0..1000000, got "5%"; using 0'],
  ])("with a bad %s in %j are there all the same", (key, bad, line) => {
    const { config, lines } = loadAndHear({ sensors: [{ pin: "D35", ...bad }] });
    expect(config.sensors).toHaveLength(1);
    expect(lines).toEqual([`sensors[0].${key} ${line}`]);
  });

  it.each<[object | string, string[]]>([
    [{ pin: "D2" }, ['sensors[0].pin must be a pin for analog, got "D2": not supported; leaving it out']],
    [{}, ['sensors[0].pin must be a pin for analog, got "": missing; leaving it out']],
    [{ kind: "digital", pin: "D6" }, ['sensors[0].pin must be a pin for input, got "D6": it belongs to the flash chip; leaving it out']],
    [{ pin: 4 }, ['sensors[0].pin must be a pin\'s name, got 4; using ""', 'sensors[0].pin must be a pin for analog, got "": missing; leaving it out']],
    [{ pin: "toString" }, ['sensors[0].pin must be a pin for analog, got "toString": no such pin; leaving it out']],
    ["light", ['sensors[0].pin must be a pin for analog, got "": missing; leaving it out']],
    [{ kind: "digital", pin: "D0" }, ['sensors[0].pin must be a pin for input, got "D0": it is taken by button; leaving it out']],
  ])("without a pin of their own are left out: %j", (bad, expected) => {
    const { config, lines } = loadAndHear({ sensors: [bad, { kind: "temperature" }] });
    expect(config.sensors.map(({ kind }) => kind)).toEqual(["temperature"]);
    expect(lines).toEqual(expected);
  });

  it("on one pin: the first has it", () => {
    const { config, lines } = loadAndHear({
      sensors: [
        { name: "a", pin: "D35" },
        { name: "b", pin: "D35" },
      ],
    });
    expect(config.sensors.map(({ name }) => name)).toEqual(["a"]);
    expect(lines).toEqual(['sensors[1].pin must be a pin for analog, got "D35": it is taken by sensors[0]; leaving it out']);
  });

  it("of one name: the first has it", () => {
    const { config, lines } = loadAndHear({
      sensors: [
        { name: "a", pin: "D35" },
        { name: "a", pin: "D36" },
        { name: "a", kind: "temperature" },
      ],
    });
    expect(config.sensors.map(({ pin }) => pin)).toEqual(["D35"]);
    expect(lines).toEqual([1, 2].map((index) => `sensors[${index}].name must be unique, got "a"; leaving it out`));
  });
});

it("a sensor that needs no pin takes none from one that does", () => {
  const { config, lines } = loadAndHear({
    sensors: [
      { name: "t", kind: "temperature", pin: "D34" },
      { name: "l", pin: "D34" },
    ],
  });
  expect(config.sensors.map(({ name }) => name)).toEqual(["t", "l"]);
  expect(lines).toEqual([]);
});

describe("a pin that a part cannot use is refused with the reason", () => {
  const button = (pin: string, why: string): [object, string] => [{ button: { pin } }, `button.pin must be a pin for button, got "${pin}": ${why}; using "D0"`];
  const led = (pin: string, why: string): [object, string] => [{ led: { pin } }, `led.pin must be a pin for output, got "${pin}": ${why}; using "D2"`];
  const status = (pin: string, why: string): [object, string] => [{ status: { pin } }, `status.pin must be a pin for output, got "${pin}": ${why}; using ""`];

  it.each([
    button("", "missing"),
    button("D40", "no such pin"),
    button("4", "no such pin"),
    button("constructor", "no such pin"),
    button("D6", "it belongs to the flash chip"),
    button("D3", "it belongs to the console (RX)"),
    button("D12", "Espruino cannot watch it"),
    led("", "missing"),
    led("2", "no such pin"),
    led("__proto__", "no such pin"),
    led("D1", "it belongs to the console (TX)"),
    led("D3", "it belongs to the console (RX)"),
    led("D11", "it belongs to the flash chip"),
    led("D25", "it is a DAC pin, which cannot dim an LED"),
    led("D26", "it is a DAC pin, which cannot dim an LED"),
    led("D34", "it is input-only"),
    status("LED", "no such pin"),
    status("D26", "it is a DAC pin, which cannot dim an LED"),
    status("D39", "it is input-only"),
  ])("%j", (ding, line) => {
    expect(loadAndHear(ding)).toEqual({ config: loadAndHear({}).config, lines: [line] });
  });

  it("but D12 may have an LED, D25 and D34 a button", () => {
    expect(loadAndHear({ led: { pin: "D12" }, button: { pin: "D25" } })).toMatchObject({ config: { led: { pin: "D12" }, button: { pin: "D25" } }, lines: [] });
    expect(loadAndHear({ button: { pin: "D34" }, sensors: [] })).toMatchObject({ config: { button: { pin: "D34" } }, lines: [] });
  });
});

describe("two on one pin: the one that was moved there goes back", () => {
  it.each<[object, { button?: string; led?: string; status?: string }, string]>([
    [{ button: { pin: "D2" } }, {}, 'button.pin must be a pin for button, got "D2": it is taken by led; using "D0"'],
    [{ led: { pin: "D0" } }, {}, 'led.pin must be a pin for output, got "D0": it is taken by button; using "D2"'],
    [{ status: { pin: "D2" } }, {}, 'status.pin must be a pin for output, got "D2": it is taken by led; using ""'],
    [{ button: { pin: "D4" }, led: { pin: "D4" } }, { button: "D4" }, 'led.pin must be a pin for output, got "D4": it is taken by button; using "D2"'],
    [{ led: { pin: "D5" }, status: { pin: "D5" } }, { led: "D5" }, 'status.pin must be a pin for output, got "D5": it is taken by led; using ""'],
  ])("%j", (ding, pins, line) => {
    const {
      config: { button, led, status },
      lines,
    } = loadAndHear(ding);
    expect({ button: button.pin, led: led.pin, status: status.pin }).toEqual({ button: "D0", led: "D2", status: "", ...pins });
    expect(lines).toEqual([line]);
  });

  it("and nobody else gets the pin that it went back to", () => {
    const {
      config: { led, status },
      lines,
    } = loadAndHear({ button: { pin: "D4" }, led: { pin: "D4" }, status: { pin: "D2" } });
    expect([led.pin, status.pin]).toEqual(["D2", ""]);
    expect(lines).toEqual([
      'led.pin must be a pin for output, got "D4": it is taken by button; using "D2"',
      'status.pin must be a pin for output, got "D2": it is taken by led; using ""',
    ]);
  });

  it("nor the one that a bad pin sends another back to", () => {
    const {
      config: { button, led },
      lines,
    } = loadAndHear({ button: { pin: "D2" }, led: { pin: "D35" } });
    expect([button.pin, led.pin]).toEqual(["D0", "D2"]);
    expect(lines).toEqual([
      'led.pin must be a pin for output, got "D35": it is input-only; using "D2"',
      'button.pin must be a pin for button, got "D2": it is taken by led; using "D0"',
    ]);
  });

  it("but two may swap theirs", () => {
    const {
      config: { button, led },
      lines,
    } = loadAndHear({ button: { pin: "D2" }, led: { pin: "D0" } });
    expect([button.pin, led.pin, lines]).toEqual(["D2", "D0", []]);
  });

  it("and of no two parts is the pin ever the same, whatever the defaults and the ding.json are", () => {
    const buttons = fc.constantFrom(...pinsFor(basis.pins, "button").slice(0, 5), "D6", "");
    const outputs = fc.constantFrom(...pinsFor(basis.pins, "output").slice(0, 5), "D34");
    const maybe = fc.oneof(outputs, fc.constant(""));
    const sensors = fc.array(fc.record({ kind: fc.constant("digital"), pin: outputs }), { maxLength: 2 });
    const usual = fc.record({ button: buttons, led: outputs, status: maybe }).filter(({ button, led, status }) => {
      const pins = [button, led, ...(status ? [status] : [])];
      return (
        basis.pins[button]?.can.includes("button") === true &&
        basis.pins[led]?.can.includes("output") === true &&
        status !== "D34" &&
        new Set(pins).size === pins.length
      );
    });
    const withPins = ({ button, led, status }: { button: string; led: string; status: string }): Config => ({
      ...basis.defaults,
      button: { ...basis.defaults.button, pin: button },
      led: { pin: led, activeLow: false, restore: "off" },
      status: { pin: status, activeLow: false },
      sensors: [],
    });
    const ding = fc.record({ button: buttons, led: outputs, status: maybe, sensors });
    fc.assert(
      fc.property(usual, ding, (defaults, { button, led, status, sensors: wanted }) => {
        const text = JSON.stringify({ button: { pin: button }, led: { pin: led }, status: { pin: status }, sensors: wanted });
        const config = loadConfig({ ...basis, defaults: withPins(defaults) }, text, undefined, []);
        const pins = [config.button.pin, config.led.pin, ...(config.status.pin ? [config.status.pin] : []), ...config.sensors.map(({ pin }) => pin)];
        expect([...new Set(pins)], text).toEqual(pins);
      }),
      { seed: 14, numRuns: 2000 },
    );
  });
});
