/** A Wi-Fi for a test: wifi.ts on a driver that does what the test says. Import it, and each test has a new one, which joins. */
import { afterEach, beforeEach, expect, vi } from "vitest";
import type { WifiDetails } from "../../board/board.ts";
import { device } from "../support/settings.ts";
import { countStrayClears } from "../support/timer-numbers.ts";

export const noAccessPoint = { msg: "NO_AP_FOUND", reason: "201" };
export const address = { ip: "192.168.4.2" };

/** What the driver was asked, with its moment: "join 0", "leave 20000". */
export let asked: string[] = [];
/** When it was asked to look what is in the air. */
export let looks: number[] = [];
/** What the driver does, unless a test says otherwise. */
export const driver = {
  /** In answer to a join. */
  answer: (): void => undefined,
  onLeave: (): void => undefined,
  /** What a scan finds, and when. */
  scan: (done: (found: { ssid: string }[] | undefined) => void): void => done([]),
  random: 0.5,
};
export let up: (details?: WifiDetails | null) => void;
export let down: (details?: WifiDetails | null) => void;
export let say: (error: string | null) => void;
/** What the console is told, and what the node is: "up", "down NO_AP_FOUND". */
export let lines: string[] = [];
export let news: string[] = [];
export let stray: { readonly count: number };
export let wifi: typeof import("../../src/firmware/wifi.ts");

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  stray = countStrayClears();
  vi.resetModules(); // there is one Wi-Fi
  asked = [];
  looks = [];
  lines = [];
  news = [];
  driver.random = 0.5;
  driver.answer = driver.onLeave = () => undefined;
  driver.scan = (done) => done([{ ssid: "neighbour" }, { ssid: "home" }]);
  vi.spyOn(Math, "random").mockImplementation(() => driver.random);
  vi.spyOn(console, "log").mockImplementation((line: string) => lines.push(line));
  let accessPoint = true;
  wifi = await import("../../src/firmware/wifi.ts");
  wifi.setUpWifi(
    {
      connect: (ssid, options, done) => {
        // Some tests join a hundred thousand times: expect alone would take ten seconds.
        if (ssid !== "home" || options.password !== "secret" || accessPoint)
          expect.unreachable(`joins ${ssid} with ${options.password}, access point ${accessPoint}`);
        asked.push(`join ${Date.now()}`);
        say = done;
        driver.answer();
      },
      disconnect: () => {
        asked.push(`leave ${Date.now()}`);
        driver.onLeave();
      },
      on: (event, told) => {
        // null: the details get lost.
        if (event === "connected") up = (details = address) => told(details ?? undefined);
        else down = (details = noAccessPoint) => told(details ?? undefined);
      },
      scan: (done) => {
        looks.push(Date.now());
        driver.scan(done);
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
export function told(): string[] {
  const seen = lines.map((line) => line.replace(/^wifi: (connected, )?/, "").replace(/; trying again in (.*) s$/, ", $1"));
  expect(news).toEqual(seen.map((each) => (each === address.ip ? "up" : `down ${each.replace(/, [\d.]+$/, "")}`)));
  return seen;
}

/** How long it waited before each join but the first. */
export function waits(): number[] {
  const times = asked.filter((what) => what.startsWith("join")).map((what) => Number(what.split(" ")[1]));
  return times.slice(1).map((time, i) => time - (times[i] ?? 0));
}
