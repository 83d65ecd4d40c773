/** The owner of the Wi-Fi link: it joins for ever, whatever the driver does or does not say. */
import { describe, expect, it, vi } from "vitest";
import { asked, driver, down, lines, say, stray, told, up, waits, wifi } from "./wifi-bench.ts";

describe("joining", () => {
  it("is tried at once", () => {
    expect(asked).toEqual(["join 0"]);
  });

  it("tells the IP address when the link is up, once, and asks no more", () => {
    up();
    up();
    vi.advanceTimersByTime(86_400_000);
    expect([told(), asked, wifi.wifiLosses]).toEqual([["192.168.4.2"], ["join 0"], 0]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("takes an address that comes after it gave up waiting", () => {
    vi.advanceTimersByTime(20_000);
    up();
    vi.advanceTimersByTime(86_400_000);
    expect(asked).toEqual(["join 0", "leave 20000"]);
    expect(told().at(-1)).toBe("192.168.4.2");
  });
});

describe("a failed attempt", () => {
  it("is told with its reason and the wait to the next", () => {
    down();
    expect(told()).toEqual(["NO_AP_FOUND, 0.5"]);
    vi.advanceTimersByTime(499);
    expect(asked).toEqual(["join 0"]);
    vi.advanceTimersByTime(1);
    expect(asked).toEqual(["join 0", "join 500"]);
  });

  it("counts once, however often the driver says so, and is no loss", () => {
    down();
    down();
    down();
    vi.advanceTimersByTime(500);
    expect([told(), asked, wifi.wifiLosses]).toEqual([["NO_AP_FOUND, 0.5"], ["join 0", "join 500"], 0]);
  });

  it("doubles the longest wait each time, up to half a minute, and never stops", () => {
    driver.answer = () => down();
    driver.random = 1; // the upper bound itself, which no random number reaches
    down();
    vi.advanceTimersByTime(3_600_000);
    expect(waits().slice(0, 9)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
    expect(waits().every((wait) => wait <= 30_000)).toBe(true);
    vi.advanceTimersByTime(30 * 86_400_000);
    expect(waits().at(-1)).toBe(30_000);
    expect(vi.getTimerCount()).toBe(1);
  });

  it("is followed by a wait of anything from nothing on: full jitter", () => {
    driver.answer = () => down();
    driver.random = 0;
    down();
    vi.advanceTimersByTime(3);
    expect(asked.length).toBeGreaterThan(2);
    asked.length = 0;
    driver.random = 0.25;
    vi.advanceTimersByTime(600_000);
    expect(waits().slice(-2)).toEqual([7500, 7500]);
  });
});

describe("the callback of the driver's connect", () => {
  it("gives the reason of a failure as a text", () => {
    say("bad password");
    expect(told()).toEqual(["bad password, 0.5"]);
  });

  it("says nothing on success: the event does", () => {
    say(null);
    expect([told(), asked]).toEqual([[], ["join 0"]]);
  });
});

describe("a driver that never answers", () => {
  it("is given up after 20 s, and left, so that the next join starts from scratch", () => {
    vi.advanceTimersByTime(19_999);
    expect(asked).toEqual(["join 0"]);
    vi.advanceTimersByTime(1);
    expect([asked, told()]).toEqual([["join 0", "leave 20000"], ["no answer, 0.5"]]);
    vi.advanceTimersByTime(500);
    expect(asked).toEqual(["join 0", "leave 20000", "join 20500"]);
  });

  it("counts one failure, though it says goodbye when it is left", () => {
    driver.onLeave = () => down();
    vi.advanceTimersByTime(20_500);
    expect([told(), asked]).toEqual([["no answer, 0.5"], ["join 0", "leave 20000", "join 20500"]]);
  });

  it("may throw when it is left: the next attempt comes all the same", () => {
    driver.onLeave = () => {
      throw new Error("not connected");
    };
    expect(() => vi.advanceTimersByTime(20_000)).toThrow("not connected"); // the interpreter prints it and goes on
    vi.advanceTimersByTime(500);
    expect(asked).toEqual(["join 0", "leave 20000", "join 20500"]);
  });
});

it("a driver that throws when it is to join is named, and tried again", () => {
  down();
  driver.answer = () => {
    throw new Error("busy");
  };
  vi.advanceTimersByTime(500);
  driver.answer = up;
  vi.advanceTimersByTime(1000);
  expect(told()).toEqual(["NO_AP_FOUND, 0.5", "Error: busy, 1.0", "192.168.4.2"]);
  expect(asked).toEqual(["join 0", "join 500", "join 1500"]);
});

describe("joining anew", () => {
  it("leaves a network that says it is connected", () => {
    up();
    // The node looks once a second.
    for (let second = 1; second <= 600; second++) {
      vi.advanceTimersByTime(1000);
      expect(wifi.wifiOnlineFor()).toBe(second * 1000);
    }
    wifi.rejoin("no MQTT");
    expect([wifi.wifiLosses, wifi.lastWifiLoss]).toEqual([1, "no MQTT"]);
    expect([asked, told(), wifi.wifiOnlineFor()]).toEqual([["join 0", "leave 600000"], ["192.168.4.2", "no MQTT, 0.5"], 0]);
    vi.advanceTimersByTime(500);
    expect(asked.at(-1)).toBe("join 600500");
  });

  it("does nothing while there is none", () => {
    wifi.rejoin("no MQTT");
    expect([asked, lines]).toEqual([["join 0"], []]);
  });
});

describe("a loss", () => {
  it("is counted and told once, however often the driver says so", () => {
    up();
    down();
    down();
    expect([wifi.wifiLosses, told()]).toEqual([1, ["192.168.4.2", "NO_AP_FOUND, 0.5"]]);
  });

  it("after 30 s online begins with short waits again", () => {
    driver.answer = () => down();
    down();
    vi.advanceTimersByTime(100_000);
    driver.answer = () => undefined;
    vi.advanceTimersByTime(60_000);
    up();
    vi.advanceTimersByTime(30_000);
    down();
    expect(told().at(-1)).toBe("NO_AP_FOUND, 0.5");
  });

  it("before that does not: a link that flaps is not hammered", () => {
    driver.answer = up;
    up();
    for (const wait of [500, 1000, 2000, 4000]) {
      vi.advanceTimersByTime(29_000);
      down();
      expect(told().at(-1)).toBe(`NO_AP_FOUND, ${(wait / 1000).toFixed(1)}`);
      vi.advanceTimersByTime(wait);
    }
    expect(wifi.wifiLosses).toBe(4);
  });

  it("happens any number of times and leaves nothing behind", () => {
    driver.answer = up;
    up();
    for (let i = 1; i <= 1000; i++) {
      down();
      expect(vi.getTimerCount()).toBe(1);
      vi.advanceTimersByTime(60_000);
    }
    expect([wifi.wifiLosses, asked.length]).toEqual([1000, 1001]);
  });
});

it("names a loss that the driver gives only a number for", () => {
  down({ reason: "201" });
  expect(told()).toEqual(["reason 201, 0.5"]);
});

it("knows the signal's strength, if the driver does", () => {
  expect(wifi.signalStrength()).toBe(-58);
});

it("ends no timer but its own, whose number is another's once it has run", () => {
  up();
  vi.advanceTimersByTime(60_000);
  for (let i = 0; i < 3; i++) {
    down();
    vi.advanceTimersByTime(1000);
    vi.advanceTimersByTime(20_000); // no answer
    vi.advanceTimersByTime(10_000);
    up();
    vi.advanceTimersByTime(60_000);
  }
  expect(stray.count).toBe(0);
});
