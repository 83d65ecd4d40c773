/** When a reading is sent: every so often, and out of turn when the value moved enough; and what becomes of a sensor that gives none. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SensorConfig } from "../../src/firmware/sensors.ts";
import { bytes } from "./bytes.ts";

/** The node looks, and what it starts runs. */
let look: () => void;
let setUp: (...sensors: Fake[]) => void;
/** "light 0.5 at 1000" */
let readings: string[] = [];
/** What the console is told, and when: "sensor light: no reading at 1000". */
let lines: string[] = [];

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  vi.resetModules(); // the clock counts from its module's start
  vi.spyOn(console, "log").mockImplementation((line: string) => lines.push(`${line} at ${Date.now()}`));
  readings = [];
  lines = [];
  const sensors = await import("../../src/firmware/sensors.ts");
  look = () => {
    sensors.pollSensors();
    vi.advanceTimersByTime(0);
  };
  setUp = (...fakes) => {
    // A fake's place in the list serves as its pin.
    const configs = fakes.map(({ config }, index) => ({ ...config, pin: String(index) }));
    const fake = { unit: "ratio", use: "" as const, read: (pin: string, tell: (value: number) => void) => fakes[Number(pin)]?.read(tell) };
    sensors.setUpSensors(configs, { fake }, (quotedName, value, unit, at) => {
      expect(unit).toBe("ratio");
      readings.push(`${JSON.parse(quotedName)} ${value} at ${at}`);
    });
  };
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

interface Fake {
  config: SensorConfig;
  read: (tell: (value: number) => void) => void;
}

function fake(name: string, read: Fake["read"], every = 10_000, change = 0): Fake {
  return { config: { kind: "fake", pin: "", name, every, change }, read };
}

/** A sensor of the given values; the last one stays. */
function sensor(name: string, values: number[], every?: number, change?: number): Fake {
  return fake(name, (tell) => tell((values.length > 1 ? values.shift() : values[0]) ?? NaN), every, change);
}

/** Seconds go by; the node looks once in each. */
function pass(seconds: number): void {
  for (let i = 0; i < seconds; i++) {
    look();
    vi.setSystemTime(Date.now() + 1000);
  }
}

describe("every", () => {
  it("reads at once, and then on the beat", () => {
    setUp(sensor("light", [0.5]));
    pass(25);
    expect(readings).toEqual(["light 0.5 at 0", "light 0.5 at 10000", "light 0.5 at 20000"]);
  });

  it("does not read in between where no change is asked for", () => {
    const read = vi.fn<Fake["read"]>((tell) => tell(1));
    setUp(fake("light", read));
    pass(10);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it("is counted from a reading's start: one that comes late moves those after it", () => {
    setUp(sensor("light", [0.5]));
    look();
    for (const now of [12_345, 20_000, 21_800, 22_345]) {
      vi.setSystemTime(now);
      look();
    }
    expect(readings).toEqual(["light 0.5 at 0", "light 0.5 at 12345", "light 0.5 at 22345"]);
  });

  it("is not counted from a late answer", () => {
    setUp(fake("slow", (tell) => setTimeout(tell, 3000, 7)));
    for (let second = 0; second < 25; second++) {
      look();
      vi.advanceTimersByTime(1000);
    }
    expect(readings).toEqual(["slow 7 at 3000", "slow 7 at 13000", "slow 7 at 23000"]);
  });

  it("is kept on the average by looks that come a little early or late: the nearest one reads", () => {
    setUp(sensor("light", [0.5], 3000));
    for (let count = 0; count < 100; count++) {
      vi.setSystemTime(count * 1000 + (count % 3) * 200 - 200);
      look();
    }
    expect(readings).toHaveLength(34);
  });

  it("sends one reading after being blocked for long, not one for each missed", () => {
    setUp(sensor("light", [0.5]));
    look();
    vi.setSystemTime(29_000);
    pass(5);
    expect(readings).toHaveLength(2);
  });

  it("goes on across a jump of the clock", () => {
    setUp(sensor("light", [0.5]));
    pass(5);
    vi.setSystemTime(1_763_812_345_000);
    pass(10);
    expect(readings).toHaveLength(2);
  });
});

describe("change", () => {
  it("sends a value that moved by so much since the last one sent, up or down", () => {
    setUp(sensor("light", [0.5, 0.625, 0.75, 0.5, 0.25], 10_000, 0.25));
    pass(5);
    expect(readings).toEqual(["light 0.5 at 0", "light 0.75 at 2000", "light 0.5 at 3000", "light 0.25 at 4000"]);
  });

  it("hears of a slow drift: what counts is the value that was sent", () => {
    setUp(sensor("light", [0.5, 0.52, 0.54, 0.56], 3_600_000, 0.05));
    pass(10);
    expect(readings).toEqual(["light 0.5 at 0", "light 0.56 at 3000"]);
  });

  it("does not move the beat", () => {
    setUp(sensor("light", [0, 0, 0, 0, 0, 0, 0, 1], 10_000, 0.5));
    pass(11);
    expect(readings).toEqual(["light 0 at 0", "light 1 at 7000", "light 1 at 10000"]);
  });
});

it("tells the name as a JSON string in UTF-8", () => {
  setUp(sensor('K\xfcche "7"', [1]));
  look();
  expect(readings).toEqual([`${bytes('Küche "7"')} 1 at 0`]);
});

describe("one reading at a time", () => {
  it("may come later than it was asked for, and is sent once, with the moment when it came", () => {
    const asked: ((value: number) => void)[] = [];
    setUp(fake("slow", (tell) => asked.push(tell)));
    pass(3);
    vi.setSystemTime(2500);
    for (const tell of asked) {
      tell(5);
      tell(6);
    }
    expect(readings).toEqual(["slow 5 at 2500"]);
    expect(asked).toHaveLength(1);
  });

  it("is asked for, though it is looked at each second for a change", () => {
    const asked: ((value: number) => void)[] = [];
    setUp(fake("slow", (tell) => asked.push(tell), 10_000, 0.5));
    pass(5);
    expect(asked).toHaveLength(1);
    asked[0]?.(5);
    pass(5);
    expect(asked).toHaveLength(2);
  });

  it("does not wait for another sensor's", () => {
    setUp(
      fake("silent", () => undefined),
      sensor("b", [2]),
    );
    pass(25);
    expect(readings).toEqual(["b 2 at 0", "b 2 at 10000", "b 2 at 20000"]);
  });
});

describe("a sensor that fails", () => {
  function broken(): never {
    throw new Error("no answer on D4");
  }

  it("is named, and does not stop those before and after it", () => {
    setUp(sensor("a", [1]), fake("broken", broken), sensor("b", [2]));
    look();
    expect(readings).toEqual(["a 1 at 0", "b 2 at 0"]);
    expect(lines).toEqual(["sensor broken: Error: no answer on D4 at 0"]);
  });

  it.each([NaN, Infinity, -Infinity])("by %d fails: JSON has no word for it", (none) => {
    setUp(sensor("x", [none, 7]));
    pass(15);
    expect(readings).toEqual(["x 7 at 10000"]);
    expect(lines).toEqual(["sensor x: no reading at 0", "sensor x: works again at 10000"]);
  });

  it("is named once, however long it fails, and once more when it works again", () => {
    const values = [1, NaN, NaN, NaN, 5, 6, NaN, 8];
    setUp(fake("x", (tell) => tell(values.shift() ?? 9)));
    pass(75);
    expect(readings).toEqual(["x 1 at 0", "x 5 at 40000", "x 6 at 50000", "x 8 at 70000"]);
    expect(lines).toEqual([
      ...["sensor x: no reading at 10000", "sensor x: works again at 40000"],
      ...["sensor x: no reading at 60000", "sensor x: works again at 70000"],
    ]);
  });

  it("is read again when the next reading is due, and not each second, with a change too", () => {
    const read = vi.fn<Fake["read"]>(broken);
    setUp(fake("broken", read, 10_000, 0.5));
    pass(30);
    expect(read).toHaveBeenCalledTimes(3);
    expect(lines).toHaveLength(1);
  });

  it("by saying nothing is given up after half a minute, and read again", () => {
    const asked: ((value: number) => void)[] = [];
    setUp(fake("silent", (tell) => asked.push(tell)));
    pass(31);
    expect([asked.length, lines]).toEqual([1, []]);
    pass(2);
    expect([asked.length, lines]).toEqual([2, ["sensor silent: no answer at 31000"]]);
    // The answer to the first question comes, and then the other.
    asked[0]?.(1);
    expect(readings).toEqual([]);
    asked[1]?.(2);
    expect([readings, lines.slice(1)]).toEqual([["silent 2 at 33000"], ["sensor silent: works again at 33000"]]);
  });
});
