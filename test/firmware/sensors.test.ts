/** When a reading is sent: on its beat, and out of turn when the value moved enough. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SensorConfig } from "../../src/firmware/sensors.ts";
import { standIn } from "./doubles.ts";

let look: () => void;
let setUp: (...sensors: Fake[]) => void;
/** "light 0.5 at 1000" */
let readings: () => string[];

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  const client = await standIn();
  let reads: Fake["read"][] = [];
  const fake = ["ratio", "", (pin: string, tell: (value: number) => void) => reads[Number(pin)]?.(tell)];
  vi.doMock("../../board/sensors/kinds.ts", () => ({ sensorKinds: () => ({ fake }) }));
  const sensors = await import("../../src/firmware/sensors.ts");
  look = () => {
    sensors.lookAtSensors();
    vi.advanceTimersByTime(0);
  };
  setUp = (...fakes) => {
    // A fake's place in the list serves as its pin.
    sensors.setUpSensors({ sensors: fakes.map(({ config }, index) => ({ ...config, pin: String(index) })) });
    reads = fakes.map(({ read }) => read);
  };
  readings = () =>
    client.published.map(({ payload }) => {
      const { type, sensor: name, value, unit, up: at } = JSON.parse(payload) as Record<string, string | number>;
      expect([type, unit]).toEqual(["reading", "ratio"]);
      return `${name} ${value} at ${at}`;
    });
});
afterEach(() => {
  vi.useRealTimers();
  vi.doUnmock("../../board/sensors/kinds.ts");
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
    expect(readings()).toEqual(["light 0.5 at 0", "light 0.5 at 10000", "light 0.5 at 20000"]);
  });

  it("does not read in between where no change is asked for", () => {
    const read = vi.fn<Fake["read"]>((tell) => tell(1));
    setUp(fake("light", read));
    pass(10);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it("keeps the beat when a look comes late", () => {
    setUp(sensor("light", [0.5]));
    look();
    vi.setSystemTime(12_345);
    look();
    vi.setSystemTime(20_000);
    look();
    expect(readings()).toEqual(["light 0.5 at 0", "light 0.5 at 12345", "light 0.5 at 20000"]);
  });

  it("sends one reading after an hour of being blocked, not one for each missed", () => {
    setUp(sensor("light", [0.5]));
    look();
    vi.setSystemTime(3_600_000);
    pass(5);
    expect(readings()).toHaveLength(2);
  });

  it("goes on across a jump of the clock", () => {
    setUp(sensor("light", [0.5]));
    pass(5);
    vi.setSystemTime(1_763_812_345_000);
    pass(10);
    expect(readings()).toHaveLength(2);
  });
});

describe("change", () => {
  it("sends a value that moved by so much since the last one sent, up or down", () => {
    setUp(sensor("light", [0.5, 0.625, 0.75, 0.5, 0.25], 10_000, 0.25));
    pass(5);
    expect(readings()).toEqual(["light 0.5 at 0", "light 0.75 at 2000", "light 0.5 at 3000", "light 0.25 at 4000"]);
  });

  it("hears of a slow drift: what counts is the value that was sent", () => {
    setUp(sensor("light", [0.5, 0.52, 0.54, 0.56], 3_600_000, 0.05));
    pass(10);
    expect(readings()).toEqual(["light 0.5 at 0", "light 0.56 at 3000"]);
  });

  it("does not move the beat", () => {
    setUp(sensor("light", [0, 0, 0, 0, 0, 0, 0, 1], 10_000, 0.5));
    pass(11);
    expect(readings()).toEqual(["light 0 at 0", "light 1 at 7000", "light 1 at 10000"]);
  });
});

describe("a value", () => {
  it.each([
    [0.123456, "0.123"],
    [21, "21"],
    [-0.0626, "-0.063"],
    [1e-9, "0"],
    [101325.25, "101325.25"],
  ])("%d is sent as %s", (value, sent) => {
    setUp(sensor("x", [value]));
    look();
    expect(readings()).toEqual([`x ${sent} at 0`]);
  });

  it.each([NaN, Infinity, -Infinity])("%d is none: JSON has no word for it; the next one is sent as soon as it is there", (none) => {
    setUp(sensor("x", [none, none, 7]));
    pass(5);
    expect(readings()).toEqual(["x 7 at 2000"]);
  });

  it("may come later than it was asked for, and is sent once", () => {
    const asked: ((value: number) => void)[] = [];
    setUp(fake("slow", (tell) => asked.push(tell)));
    pass(3);
    vi.setSystemTime(2500);
    asked.forEach((tell) => {
      tell(5);
    });
    expect(readings()).toEqual(["slow 5 at 2500"]);
  });
});

describe("a sensor that throws", () => {
  function broken(): never {
    throw new Error("no answer on D4");
  }

  it("is reported, and does not stop those before and after it", () => {
    setUp(sensor("a", [1]), fake("broken", broken), sensor("b", [2]));
    expect(look).toThrow("no answer on D4"); // out of a timer: the interpreter prints it and goes on
    expect(readings()).toEqual(["a 1 at 0", "b 2 at 0"]);
  });

  it("is read again, and sends once it works", () => {
    let works = false;
    setUp(fake("broken", (tell) => (works ? tell(3) : broken())));
    expect(look).toThrow();
    works = true;
    vi.setSystemTime(60_000);
    look();
    expect(readings()).toEqual(["broken 3 at 60000"]);
  });
});
