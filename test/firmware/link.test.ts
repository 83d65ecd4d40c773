/** The owner of the Wi-Fi link: it joins for ever, whatever the driver does or does not say. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WifiNews } from "../../board/board.ts";
import type { Config } from "../../src/firmware/config.ts";
import { FakeClient, standIn } from "./doubles.ts";

const noAccessPoint = { msg: "NO_AP_FOUND" };
const address = { ip: "192.168.4.2" };

/** What the driver was asked, with its moment: "join 0", "leave 20000". */
let asked: string[] = [];
/** What the driver says in answer to a join, if anything. */
let answer: () => void;
let onLeave: () => void;
let up: () => void;
let down: () => void;
let say: (news: WifiNews) => void;
/** "192.168.4.2", or the reason and the wait in s, as the console tells. */
let lines: string[] = [];
let client: FakeClient;
let random = 0.5;
let losses: () => number;

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  asked = [];
  lines = [];
  random = 0.5;
  answer = onLeave = () => undefined;
  vi.spyOn(Math, "random").mockImplementation(() => random);
  vi.stubGlobal("process", { memory: () => ({}) });
  vi.stubGlobal("VERSION", "");
  vi.spyOn(console, "log").mockImplementation((line: string) => lines.push(line));
  let accessPoint = true;
  client = await standIn({
    setOutput: () => undefined,
    wifi: () => ({
      connect: (ssid, options, told) => {
        expect([ssid, options.password, accessPoint]).toEqual(["home", "secret", false]);
        asked.push(`join ${Date.now()}`);
        say = told;
        answer();
      },
      disconnect: () => {
        asked.push(`leave ${Date.now()}`);
        onLeave();
      },
      on: (event, told) => {
        if (event === "connected") up = () => told(address);
        else down = () => told(noAccessPoint);
      },
      stopAP: () => (accessPoint = false),
      setSNTP: (host) => asked.push(`time of ${host}`),
      getStatus: () => ({}),
    }),
  });
  const link = await import("../../src/firmware/link.ts");
  losses = () => (JSON.parse(link.health()) as { wifi: { losses: number } }).wifi.losses;
  const config = { wifi: { ssid: "home", password: "secret" }, retry: { first: 1000, longest: 60_000 }, sntp: "", health: 60_000 };
  link.setUpLink(config as Config);
  link.told(0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** "192.168.4.2", or the reason and the wait in s: each was told to the console, and to the MQTT client. */
function told(): string[] {
  const news = lines.map((line) => line.replace(/^wifi: (connected, )?/, "").replace(/; trying again in (.*) s$/, ", $1"));
  expect(client.calls).toEqual(news.map((each) => (each === address.ip ? "connect" : `suspend Wi-Fi: ${each.replace(/, [\d.]+$/, "")}`)));
  return news;
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
    expect([told(), asked, losses()]).toEqual([["192.168.4.2"], ["join 0"], 0]);
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
    expect([told(), asked, losses()]).toEqual([["NO_AP_FOUND, 0.5"], ["join 0", "join 500"], 0]);
  });

  it("doubles the longest wait each time, up to retry.longest, and for ever", () => {
    answer = down;
    random = 1; // the upper bound itself, which no random number reaches
    down();
    vi.advanceTimersByTime(3_600_000);
    expect(waits().slice(0, 9)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(waits().every((wait) => wait <= 60_000)).toBe(true);
    vi.advanceTimersByTime(30 * 86_400_000);
    expect(waits().at(-1)).toBe(60_000);
    expect(vi.getTimerCount()).toBe(1);
  });

  it("is followed by a wait of anything from nothing on: full jitter", () => {
    answer = down;
    random = 0;
    down();
    vi.advanceTimersByTime(3);
    expect(asked.length).toBeGreaterThan(2);
    asked = [];
    random = 0.25;
    vi.advanceTimersByTime(600_000);
    expect(waits().slice(-2)).toEqual([15_000, 15_000]);
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
    onLeave = down;
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

describe("a loss", () => {
  it("is counted and told once, however often the driver says so", () => {
    up();
    down();
    down();
    expect([losses(), told()]).toEqual([1, ["192.168.4.2", "NO_AP_FOUND, 0.5"]]);
  });

  it("after 30 s online begins with short waits again", () => {
    answer = down;
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
    expect(losses()).toBe(4);
  });

  it("happens any number of times and leaves nothing behind", () => {
    answer = up;
    up();
    for (let i = 1; i <= 1000; i++) {
      down();
      expect(vi.getTimerCount()).toBe(1);
      vi.advanceTimersByTime(60_000);
    }
    expect([losses(), asked.length]).toEqual([1000, 1001]);
  });
});
