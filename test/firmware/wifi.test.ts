/** The owner of the Wi-Fi link: it joins for ever, whatever the driver does or does not say. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WifiDetails } from "../../board/board.ts";
import { device } from "../support/settings.ts";
import { countStrayClears } from "../support/timer-numbers.ts";

const noAccessPoint = { msg: "NO_AP_FOUND", reason: "201" };
const address = { ip: "192.168.4.2" };

/** What the driver was asked, with its moment: "join 0", "leave 20000". */
let asked: string[] = [];
/** What the driver says in answer to a join, if anything. */
let answer: () => void;
/** When it was asked to look what is in the air. */
let looks: number[] = [];
/** What a scan finds, and when; in the air at once unless a test says otherwise. */
let scan: (done: (found: { ssid: string }[] | undefined) => void) => void;
let onLeave: () => void;
let up: (details?: WifiDetails | null) => void;
let down: (details?: WifiDetails | null) => void;
let say: (error: string | null) => void;
/** What the console is told, and what the node is: "up", "down NO_AP_FOUND". */
let lines: string[] = [];
let news: string[] = [];
let random = 0.5;
let stray: { readonly count: number };
let wifi: typeof import("../../src/firmware/wifi.ts");

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  stray = countStrayClears();
  vi.resetModules(); // there is one Wi-Fi
  asked = [];
  looks = [];
  lines = [];
  news = [];
  random = 0.5;
  answer = onLeave = () => undefined;
  scan = (done) => done([{ ssid: "neighbour" }, { ssid: "home" }]);
  vi.spyOn(Math, "random").mockImplementation(() => random);
  vi.spyOn(console, "log").mockImplementation((line: string) => lines.push(line));
  let accessPoint = true;
  wifi = await import("../../src/firmware/wifi.ts");
  wifi.setUpWifi(
    {
      connect: (ssid, options, done) => {
        expect([ssid, options.password, accessPoint]).toEqual(["home", "secret", false]);
        asked.push(`join ${Date.now()}`);
        say = done;
        answer();
      },
      disconnect: () => {
        asked.push(`leave ${Date.now()}`);
        onLeave();
      },
      on: (event, told) => {
        // null: the details get lost.
        if (event === "connected") up = (details = address) => told(details ?? undefined);
        else down = (details = noAccessPoint) => told(details ?? undefined);
      },
      scan: (done) => {
        looks.push(Date.now());
        scan(done);
      },
      stopAP: () => (accessPoint = false),
      setSNTP: () => expect.unreachable("the time is not the Wi-Fi's business"),
      getStatus: () => ({ rssi: -58 }),
    },
    { ...device, wifi: { ssid: "home", password: "secret" } },
    () => news.push("up"),
    (reason) => news.push(`down ${reason}`),
  );
  expect(asked).toEqual([]); // nobody has asked to join yet
  wifi.join();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** "192.168.4.2", or the reason and the wait in s: each was told to the console, and to the node. */
function told(): string[] {
  const seen = lines.map((line) => line.replace(/^wifi: (connected, )?/, "").replace(/; trying again in (.*) s$/, ", $1"));
  expect(news).toEqual(seen.map((each) => (each === address.ip ? "up" : `down ${each.replace(/, [\d.]+$/, "")}`)));
  return seen;
}

/** How long it waited before each join but the first. */
function waits(): number[] {
  const times = asked.filter((what) => what.startsWith("join")).map((what) => Number(what.split(" ")[1]));
  return times.slice(1).map((time, i) => time - (times[i] ?? 0));
}

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
    answer = () => down();
    random = 1; // the upper bound itself, which no random number reaches
    down();
    vi.advanceTimersByTime(3_600_000);
    expect(waits().slice(0, 9)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
    expect(waits().every((wait) => wait <= 30_000)).toBe(true);
    vi.advanceTimersByTime(30 * 86_400_000);
    expect(waits().at(-1)).toBe(30_000);
    expect(vi.getTimerCount()).toBe(1);
  });

  it("is followed by a wait of anything from nothing on: full jitter", () => {
    answer = () => down();
    random = 0;
    down();
    vi.advanceTimersByTime(3);
    expect(asked.length).toBeGreaterThan(2);
    asked = [];
    random = 0.25;
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
    onLeave = () => down();
    vi.advanceTimersByTime(20_500);
    expect([told(), asked]).toEqual([["no answer, 0.5"], ["join 0", "leave 20000", "join 20500"]]);
  });

  it("may throw when it is left: the next attempt comes all the same", () => {
    onLeave = () => {
      throw new Error("not connected");
    };
    expect(() => vi.advanceTimersByTime(20_000)).toThrow("not connected"); // the interpreter prints it and goes on
    vi.advanceTimersByTime(500);
    expect(asked).toEqual(["join 0", "leave 20000", "join 20500"]);
  });
});

it("a driver that throws when it is to join is named, and tried again", () => {
  down();
  answer = () => {
    throw new Error("busy");
  };
  vi.advanceTimersByTime(500);
  answer = up;
  vi.advanceTimersByTime(1000);
  expect(told()).toEqual(["NO_AP_FOUND, 0.5", "Error: busy, 1.0", "192.168.4.2"]);
  expect(asked).toEqual(["join 0", "join 500", "join 1500"]);
});

describe("a network that is not in range", () => {
  const away = { ssid: "neighbour" };

  it("is looked for, and joined only when it is seen: a failed join costs memory, a look does not", () => {
    scan = (done) => setTimeout(done, 2000, [away]);
    down();
    vi.advanceTimersByTime(500_000);
    expect(asked).toEqual(["join 0"]);
    expect(looks.length).toBeGreaterThan(25);
    expect(lines.at(-1)).toMatch(/^wifi: home is not in range; trying again in 15\.0 s$/);
    scan = (done) => setTimeout(done, 2000, [away, { ssid: "home" }]);
    vi.advanceTimersByTime(33_000);
    expect(asked).toHaveLength(2);
  });

  it("is tried every ten minutes all the same, for it may hide its name", () => {
    scan = (done) => setTimeout(done, 2000, [{ ssid: "" }]);
    answer = () => down();
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
    scan = () => undefined;
    down();
    vi.advanceTimersByTime(500 + 20_000);
    expect(asked).toEqual(["join 0", "join 20500"]);
    scan = () => {
      throw new Error("A scan is already in progress");
    };
    down();
    vi.advanceTimersByTime(1000);
    expect(asked).toEqual(["join 0", "join 20500", "join 21500"]);
  });

  it("may turn up by itself while the node looks, or its answer come too late: neither does harm", () => {
    let done: (found: { ssid: string }[]) => void = () => undefined;
    scan = (told) => (done = told);
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
    scan = (done) => done(undefined);
    down();
    vi.advanceTimersByTime(500);
    expect(lines.at(-1)).toMatch(/^wifi: .*; trying again in/);
    scan = (done) => done([{ ssid: "home" }]);
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
    scan = (done) => expect(() => done([undefined as unknown as { ssid: string }])).toThrow();
    down();
    vi.advanceTimersByTime(500);
    expect(asked).toEqual(["join 0"]);
    vi.advanceTimersByTime(20_000);
    expect(asked).toHaveLength(2);
  });
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
    answer = () => down();
    down();
    vi.advanceTimersByTime(100_000);
    answer = () => undefined;
    vi.advanceTimersByTime(60_000);
    up();
    vi.advanceTimersByTime(30_000);
    down();
    expect(told().at(-1)).toBe("NO_AP_FOUND, 0.5");
  });

  it("before that does not: a link that flaps is not hammered", () => {
    answer = up;
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
    answer = up;
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
