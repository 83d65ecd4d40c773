/** Looking for the network before joining it, and a driver that loses or damages what it found. */
import { describe, expect, it, vi } from "vitest";
import { asked, driver, down, lines, looks, news, up, waits } from "./wifi-bench.ts";

describe("a network that is not in range", () => {
  const away = { ssid: "neighbour" };

  it("is looked for, and joined only when it is seen: a failed join costs memory, a look does not", () => {
    driver.scan = (done) => setTimeout(done, 2000, [away]);
    down();
    vi.advanceTimersByTime(500_000);
    expect(asked).toEqual(["join 0"]);
    expect(looks.length).toBeGreaterThan(25);
    expect(lines.at(-1)).toMatch(/^wifi: home is not in range; trying again in 15\.0 s$/);
    driver.scan = (done) => setTimeout(done, 2000, [away, { ssid: "home" }]);
    vi.advanceTimersByTime(33_000);
    expect(asked).toHaveLength(2);
  });

  it("is tried every ten minutes all the same, for it may hide its name", () => {
    driver.scan = (done) => setTimeout(done, 2000, [{ ssid: "" }]);
    driver.answer = () => down();
    down();
    vi.advanceTimersByTime(86_400_000);
    expect(asked.length).toBeGreaterThan(120);
    expect(asked.length).toBeLessThanOrEqual(145);
    expect(waits().every((wait) => wait >= 600_000)).toBe(true);
  });

  it("is not looked for after a loss: the network was there a moment ago", () => {
    up();
    down();
    vi.advanceTimersByTime(1000);
    expect([looks, asked]).toEqual([[], ["join 0", "join 500"]]);
  });

  it("is joined at once when a scan gives no answer, or cannot be made", () => {
    driver.scan = () => undefined;
    down();
    vi.advanceTimersByTime(500 + 20_000);
    expect(asked).toEqual(["join 0", "join 20500"]);
    driver.scan = () => {
      throw new Error("A scan is already in progress");
    };
    down();
    vi.advanceTimersByTime(1000);
    expect(asked).toEqual(["join 0", "join 20500", "join 21500"]);
  });

  it("may turn up by itself while the node looks, or its answer come too late: neither does harm", () => {
    let done: (found: { ssid: string }[]) => void = () => undefined;
    driver.scan = (told) => (done = told);
    down();
    vi.advanceTimersByTime(600);
    up();
    done([{ ssid: "home" }]);
    vi.advanceTimersByTime(60_000);
    expect([asked, lines.at(-1)]).toEqual([["join 0"], "wifi: connected, 192.168.4.2"]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a driver whose details get lost, as on the chip now and then", () => {
  it("costs a scan its result: the node tries again", () => {
    driver.scan = (done) => done(undefined);
    down();
    vi.advanceTimersByTime(500);
    expect(lines.at(-1)).toMatch(/^wifi: .*; trying again in/);
    driver.scan = (done) => done([{ ssid: "home" }]);
    vi.advanceTimersByTime(30_000);
    expect(asked.length).toBeGreaterThan(1);
  });

  it("does not keep it from knowing that it is connected, or not", () => {
    up(null);
    expect(news).toEqual(["up"]);
    down(null);
    expect(news).toEqual(["up", "down disconnected"]);
  });

  it("or damages them: an empty one names nothing", () => {
    up({});
    expect(lines).toEqual(["wifi: connected, address unknown"]);
    down({});
    expect(news).toEqual(["up", "down disconnected"]);
  });

  it("and a list that cannot be read leaves the timer running, which joins", () => {
    driver.scan = (done) => expect(() => done([undefined as unknown as { ssid: string }])).toThrow();
    down();
    vi.advanceTimersByTime(500);
    expect(asked).toEqual(["join 0"]);
    vi.advanceTimersByTime(20_000);
    expect(asked).toHaveLength(2);
  });
});
