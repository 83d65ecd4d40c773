/** The built node when its clock is set: what is under way ends, what recurs goes on. Espruino's timers follow the clock. */
import { beforeAll, describe, expect, it } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import { press, release } from "../../board/shared/index.ts";
import { espruino } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { running } from "./desk.ts";
import { click, dingFor, flashed, lineLike, Listener, startBroker, wait } from "./node.ts";

const minute = 60_000; // ms
const sensor = "/kv6003/sensor/ding";

beforeAll(...buildFirst);

/** The third is how far `up` may be off, ms: a small step ahead is like time that passed, and while timers stand still none does. */
describe.each<[what: string, seconds: number, off: number]>([
  ["by SNTP, 56 years ahead", 1_763_812_345, 0],
  ["by an hour and a bit ahead", 3700, 0],
  ["ten seconds ahead", 10, 10_000],
  ["back by half a minute", -30, -30_000],
  ["back by a minute", -60, -60_000],
])("a clock that is set %s", (_what, seconds, off) => {
  /** The clock as it is, seconds, in the desk's time. */
  let set = 0;
  const ding = {
    button: { events: ["press", "release", "click", "long"] },
    sensors: [{ name: "chip", kind: "temperature" }],
  };

  /** A node that has been online for a minute, and a function that sets its clock. */
  async function desk(): Promise<Awaited<ReturnType<typeof running>> & { jump: () => void }> {
    const all = await running(ding);
    await all.clock.advance(minute + 500);
    set = all.clock.now() / 1000;
    return { ...all, jump: () => all.board.setSystemTime(set + seconds) };
  }

  it("leaves the link up and the readings coming, each minute", async () => {
    const { clock, lines, told, jump } = await desk();
    jump();
    await clock.advance(5 * minute);
    expect(lines.filter((line) => /^(mqtt|wifi): (?!connected|the broker takes no MQTT 5)|crash|Uncaught/.test(line))).toEqual([]);
    const ups = told(sensor).map(({ up }) => Number(up));
    expect(ups).toEqual(ups.toSorted((a, b) => a - b));
    expect(ups.length).toBeGreaterThanOrEqual(6);
    expect(ups.length).toBeLessThanOrEqual(7);
  });

  it("leaves `up` going on, and never back", async () => {
    const { board, clock, told, jump } = await desk();
    const before = clock.now();
    jump();
    await clock.advance(minute);
    press(board);
    await clock.advance(1000);
    const ups = told(sensor).map((message) => Number(message["up"]));
    expect(ups).toEqual(ups.toSorted((a, b) => a - b));
    const up = ups.at(-1) ?? 0;
    expect(Math.abs(up - (before + minute) - off)).toBeLessThan(1100);
  });

  it("in a bounce, a press is one press", async () => {
    const { board, clock, told, jump } = await desk();
    press(board);
    await clock.advance(10);
    release(board);
    await clock.advance(5);
    press(board);
    jump();
    await clock.advance(minute);
    release(board);
    await clock.advance(minute);
    expect(
      told(sensor)
        .map(({ event }) => event)
        .filter((event) => event === "press" || event === "release"),
    ).toEqual(["press", "release"]);
  });

  it("ends a blink and a `for` as they were meant to end", async () => {
    const { board, clock, jump } = await desk();
    board.type(`ding.led('{"blink":{"on":100,"off":100,"count":5}}')\n`);
    await clock.advance(150);
    jump();
    await clock.advance(minute);
    expect(board.level("D2")).toBe(0);
    board.type(`ding.led('{"state":"on","for":5000}')\n`);
    await clock.advance(1000);
    expect(board.level("D2")).toBe(1);
    board.setSystemTime(clock.now() / 1000 + seconds);
    await clock.advance(minute);
    expect(board.level("D2")).toBe(0);
  });
});

describe("a press while the interpreter is blocked", () => {
  it.each<[what: string, held: number, events: string[]]>([
    ["short", 200, ["press", "release", "click"]],
    ["long", 1500, ["press", "long", "release"]],
  ])("is %s if it was", async (_what, held, events) => {
    const { board, clock, told } = await running({ button: { events: ["press", "release", "click", "long"] } });
    board.block(5000);
    await clock.advance(500);
    press(board);
    await clock.advance(held);
    release(board);
    await clock.advance(20_000);
    const messages = told(sensor);
    expect(messages.map(({ event }) => event)).toEqual(events);
    expect(messages[0]).toMatchObject({ up: 2000 });
    expect(messages.find(({ event }) => event === "release")).toMatchObject({ up: 2000 + held, held });
  });
});

describe.skipIf(!espruino)("on the real interpreter", () => {
  it("a click in the middle of a busy loop is one, of its own time", async () => {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const { board, lines } = await flashed(() => new LinuxEspruino(espruino), {
      ...dingFor(broker),
      button: { debounce: 10, long: 1000, events: ["press", "release", "click", "long"] },
    });
    // Runs before the node, and keeps the interpreter busy for longer than a long press takes.
    board.put(".boot2", `setTimeout('print("busy");var end=getTime()+2.5;while(getTime()<end);print("free")',1500)`);
    await board.powerOn();
    await lineLike(lines, /^busy$/);
    await wait(500);
    await click(board);
    expect(lines).not.toContain("free");
    await lineLike(lines, /^free$/);
    const [pressed, released] = (await listener.count(sensor, 3)).map(({ payload }) => payload as { event: string; up: number; held?: number });
    expect(listener.on(sensor).map(({ payload }) => (payload as { event: string }).event)).toEqual(["press", "release", "click"]);
    const held = (released?.up ?? 0) - (pressed?.up ?? 0);
    expect(released?.held).toBe(held);
    expect(held).toBeGreaterThan(90);
    expect(held).toBeLessThan(1000);
  });
});
