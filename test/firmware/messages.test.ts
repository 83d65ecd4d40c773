/** What names a message, and when it happened. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Priority } from "../../src/firmware/priority.ts";
import { standIn } from "./doubles.ts";

let message: (fields: string, at: number) => string | undefined;
let up: () => number;

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  const client = await standIn();
  const { sendSensor } = await import("../../src/firmware/messages.ts");
  ({ up } = await import("../../src/firmware/clock.ts"));
  message = (fields, at) => {
    sendSensor(fields, at, Priority.Button);
    const { topic, payload, options } = client.published.at(-1) ?? {};
    expect([topic, options]).toEqual(["/kv6003/sensor/ding", { qos: 1, retain: false, priority: 1 }]);
    return payload;
  };
});
afterEach(() => {
  vi.useRealTimers();
});

function parsed(json = ""): unknown {
  return JSON.parse(json);
}

describe("a message", () => {
  it("is named by node, boot and a number that counts from 1 without a gap", () => {
    const seqs = [1, 2, 3].map(() => message('"type":"button","event":"press"', 81234));
    expect(seqs).toEqual(
      [1, 2, 3].map((seq) => `{"node":"hall","boot":3,"seq":${seq},"type":"button","event":"press","up":81234}`),
    );
  });

  it("has no time while the clock is not set", () => {
    expect(parsed(message('"type":"button"', 0))).toEqual({ node: "hall", boot: 3, seq: 1, type: "button", up: 0 });
  });

  it("has the time when it happened, not when it was told, also of what came before the clock was set", () => {
    vi.setSystemTime(90_000);
    up();
    vi.setSystemTime(1_763_812_345_120);
    up();
    expect(parsed(message('"type":"button"', 90_000))).toMatchObject({ up: 90_000, time: 1_763_812_345.12 });
    expect(parsed(message('"type":"button"', 80_000))).toMatchObject({ up: 80_000, time: 1_763_812_335.12 });
  });
});
