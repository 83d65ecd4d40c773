/** Time on the chip: timers follow its system clock, and edges keep their own time while it is busy. */
import { describe, expect, test } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { boardRunning } from "./board-fixture.ts";

describe("the system clock", () => {
  test("a jump forward makes every timeout due at once", async () => {
    const { board, clock, lines } = await boardRunning(`
      setTimeout(function () { print("hour"); }, 3600000);
      setTimeout(function () { print("minute"); }, 60000);`);
    board.setSystemTime(1763812345);
    await clock.advance(10);
    expect(lines).toEqual(["hour", "minute"]);
  });

  test("a jump backward stops timers for that long", async () => {
    const { board, clock, lines } = await boardRunning(`setTime(1000); setTimeout(function () { print("fired"); }, 1000);`);
    await clock.advance(500);
    board.setSystemTime(990);
    await clock.advance(5_000);
    expect(lines).toEqual([]);
    await clock.advance(6_500);
    expect(lines).toEqual(["fired"]);
  });

  test("setTime, by the program, leaves timers alone", async () => {
    const { clock, lines } = await boardRunning(`setTimeout(function () { print("fired"); }, 1000); setTime(1763812345);`);
    await clock.advance(900);
    expect(lines).toEqual([]);
    await clock.advance(200);
    expect(lines).toEqual(["fired"]);
  });

  test("setSNTP wants a zone as text, and sets the clock once there is a connection", async () => {
    const { board, clock, lines } = await boardRunning(`
      var wifi = require("Wifi");
      try { wifi.setSNTP("pool.ntp.org", 0); } catch (e) { print(e.message); }
      wifi.on("connected", function () { wifi.setSNTP("pool.ntp.org", "0"); });
      wifi.connect("virtual", {});`);
    board.accessPoint.time = () => 1763812345;
    await clock.advance(500);
    expect(lines).toEqual(["Zone is not a string"]);
    expect(await board.eval("new Date().getFullYear()")).toBe("2025");
  });
});

describe("a busy interpreter", () => {
  test("hears of edges late, but with their own times", async () => {
    const { board, clock, lines } = await boardRunning(`
      setWatch(function (e) { print(e.state, Math.round(e.time * 1000)); }, D4, { repeat: true, edge: "both" });`);
    board.block(1000);
    await clock.advance(100);
    board.drive("D4", 0);
    await clock.advance(200);
    board.drive("D4", 1);
    await clock.advance(600);
    expect(lines).toEqual([]);
    await clock.advance(200);
    expect(lines).toEqual(["false 100", "true 300"]);
  });

  test("runs timers late", async () => {
    const { board, clock, lines } = await boardRunning(`setTimeout(function () { print(Math.round(getTime() * 1000)); }, 100);`);
    board.block(700);
    await clock.advance(1000);
    expect(lines).toEqual(["700"]);
  });
});

describe("the BOOT button", () => {
  const program = `setWatch(function (e) { print(e.state, D0.read()); }, D0, { repeat: true, edge: "both", debounce: 20 });
    print(JSON.stringify(D0.getInfo()));`;

  test("reads 1 while it is pressed: the ESP32's build inverts D0", async () => {
    const { board, clock, lines } = await boardRunning(program);
    press(board);
    await clock.advance(100);
    release(board);
    await clock.advance(100);
    expect(lines).toEqual(['{"port":"D","num":0,"negated":true}', "true true", "false false"]);
  });

  test("reads 0 on a build that does not invert it", async () => {
    const { board, clock, lines } = await boardRunning(program, { invertsBootPin: false });
    press(board);
    await clock.advance(100);
    release(board);
    await clock.advance(100);
    expect(lines).toEqual(['{"port":"D","num":0}', "false false", "true true"]);
  });
});
