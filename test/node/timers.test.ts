/**
 * Espruino gives a timer's number to the next one as soon as it is free. Whoever stops a timer that is over may stop
 * another's: a Wi-Fi that never joins again, a keep alive that ends.
 */
import { beforeAll, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { buildFirst } from "../support/dist.ts";
import { desk } from "./desk.ts";

beforeAll(...buildFirst);

/** Prints each `clearTimeout` of a number that no timer has at that time. */
const watch = `(function () {
  var live = {}, set = setTimeout, clear = clearTimeout;
  setTimeout = function (act, ms, a, b, c, d) {
    var id = set(function () { delete live[id]; act(a, b, c, d); }, ms);
    live[id] = true;
    return id;
  };
  clearTimeout = function (id) {
    if (id && !live[id]) print("STALE " + id);
    delete live[id];
    clear(id);
  };
})()`;

it("no timer is stopped that is over", async () => {
  const { board, clock, lines, told } = await desk({
    status: { pin: "D4" },
    button: { events: ["press", "release", "click", "double", "long"] },
    sensors: [{ name: "light", kind: "analog", pin: "D34", every: 1000 }],
    retry: { first: 100, longest: 1000 },
  });
  board.put(".boot2", watch);
  await board.powerOn();
  await clock.advance(3000);
  const hold = async (ms: number): Promise<void> => {
    press(board);
    await clock.advance(ms);
    release(board);
    await clock.advance(200);
  };
  const command = (json: string): Promise<string> => board.eval(`ding.led(${json})`);
  for (let round = 0; round < 3; round++) {
    for (const ms of [100, 100, 2000]) await hold(ms);
    await command('{"blink":{"on":100,"off":100,"count":2},"for":1000}');
    await clock.advance(300);
    await command('{"state":"on","for":500}');
    await clock.advance(2000);
    await command('"toggle"');
    await board.eval("ding.press()");
    board.cutWifi();
    await clock.advance(25_000);
    await hold(100);
    board.restoreWifi();
    for (let step = 0; step < 30; step++) await clock.advance(100);
  }
  expect(lines.filter((line) => /STALE|Uncaught/.test(line))).toEqual([]);
  expect(lines.filter((line) => line === "mqtt: connected as hall")).toHaveLength(4);
  expect(told("/kv6003/sensor/ding").filter(({ event }) => event === "press")).toHaveLength(15);
});
