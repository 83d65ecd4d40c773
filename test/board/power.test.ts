/** Power: what a board forgets, what it keeps, and that nothing of an old life acts in a new one. */
import type { Duplex } from "node:stream";
import { describe, expect, test } from "vitest";
import { Flash, VirtualEsp32 } from "../../board/virtual/index.ts";
import { boardRunning } from "./board-fixture.ts";

describe("power off", () => {
  test("keeps Storage and forgets everything else", async () => {
    const { board, clock, lines } = await boardRunning(`
      var storage = require("Storage");
      var n = +(storage.read("n") || 0) + 1;
      storage.write("n", String(n));
      print("boot", n, typeof forgotten, new Date().getFullYear());
      forgotten = 1;
      setTime(1763812345);
      print(new Date().getFullYear());`);
    await board.powerOff();
    await board.powerOn();
    await clock.advance(0);
    expect(lines).toEqual(["boot 1 undefined 1970", "2025", "boot 2 undefined 1970", "2025"]);
  });

  test("stops timers, watches, sockets and Wi-Fi of the old life", async () => {
    const { board, clock, network, lines } = await boardRunning(`
      setInterval(function () { print("tick"); }, 100);
      setWatch(function () { print("edge"); }, D4, { repeat: true });
      var wifi = require("Wifi");
      wifi.on("connected", function () {
        var c = require("net").connect({ host: "broker", port: 1883 });
        c.on("data", function (d) { print("data"); });
        c.on("close", function () { print("close"); });
      });
      wifi.connect("virtual", {});`);
    const peers: Duplex[] = [];
    network.serve("broker", 1883, (stream) => peers.push(stream));
    await clock.advance(90);
    expect(peers).toHaveLength(1);
    await board.powerOff();
    lines.length = 0;
    peers[0]?.write("late");
    board.drive("D4", 0);
    await clock.advance(1000);
    expect(lines).toEqual([]);
  });

  test("twice is harmless, and so is power on twice", async () => {
    const { board, lines } = await boardRunning(`print("boot")`);
    await board.powerOn();
    await board.powerOff();
    await board.powerOff();
    expect(lines).toEqual(["boot"]);
  });

  test("what a hand holds down stays held", async () => {
    const { board, clock, lines } = await boardRunning(`pinMode(D4, "input_pullup"); print(D4.read());`);
    board.drive("D4", 0);
    await board.powerOff();
    await board.powerOn();
    await clock.advance(0);
    expect(lines).toEqual(["true", "false"]);
  });

  test("flashing needs the power off", async () => {
    const { board } = await boardRunning("1");
    expect(() => board.put("x", "y")).toThrow("pull the plug");
  });

  test("installs what the manifest lists, and a configuration in UTF-8", () => {
    const flash = new Flash();
    const board = new VirtualEsp32({ flash });
    const dist = new Map([
      ["manifest.json", '{"version":"1","files":[{"path":"boot.js","storage":".bootcde"}]}'],
      ["boot.js", "print(1)"],
    ]);
    board.install(dist, { node: "café" });
    expect(flash.read(".bootcde")).toBe("print(1)");
    expect(flash.read("ding.json")).toBe('{"node":"caf\xc3\xa9"}');
  });
});

describe("restarts", () => {
  test("E.reboot() boots from Storage again, and what follows it in the program does not run", async () => {
    const { clock, lines, board } = await boardRunning(`print("boot"); setTimeout(function () { E.reboot(); print("never"); }, 50);`);
    await clock.advance(60);
    expect(lines).toEqual(["boot", "boot"]);
    expect(board.lastReboot).toBe("reboot");
  });

  test("load() boots again, reset() starts without the boot file, and the clock goes on", async () => {
    const { board, clock, lines } = await boardRunning(`print("boot"); setTime(1763812345);`);
    board.type("\x10load()\n");
    await clock.advance(10);
    board.type("\x10reset()\n");
    await clock.advance(10);
    board.type("\x10print(new Date().getFullYear())\n");
    await clock.advance(10);
    expect(lines.slice(0, 2)).toEqual(["boot", "boot"]);
    expect(lines.at(-1)).toBe("2025");
  });

  test("a program that hangs is ended by the watchdog, and hangs for ever without one", async () => {
    const program = `print("boot"); setTimeout(function () { while (true); }, 1000);`;
    const dog = await boardRunning(`E.enableWatchdog(5); ${program}`, { hangLimit: 500 });
    await dog.clock.advance(10_000);
    expect(dog.board.lastReboot).toBe("watchdog");
    const stray = await boardRunning(program, { hangLimit: 500 });
    await stray.clock.advance(60_000);
    stray.board.type("\x10print('answer')\n");
    await stray.clock.advance(1000);
    expect(stray.lines).toEqual(["boot"]);
  });

  test("a watchdog that is not automatic wants to be kicked", async () => {
    const { board, clock } = await boardRunning(`E.enableWatchdog(5, false); setTimeout(function () { E.kickWatchdog(); }, 4000);`);
    await clock.advance(8_900);
    expect(board.lastReboot).toBeUndefined();
    await clock.advance(200);
    expect(board.lastReboot).toBe("watchdog");
  });
});
