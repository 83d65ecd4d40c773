/** What real firmware was seen to do in an emulated chip, and the virtual one does likewise. */
import { describe, expect, test } from "vitest";
import { boardRunning } from "./board-fixture.ts";

const station = `
  var wifi = require("Wifi");
  wifi.on("connected", function (d) { print("connected", d.ip); });
  wifi.on("disconnected", function (d) { print("disconnected", d.msg); });
  function join(name) { wifi.connect(name, {}, function (e) { print("callback", e); }); }
  function used() { return process.memory().usage; }`;

describe("Wi-Fi", () => {
  test("keeps 13 JsVars for each failed join, 34 for each loss with its join", async () => {
    const { board, clock } = await boardRunning(station);
    const used = async (): Promise<number> => Number(await board.eval("used()"));
    const start = await used();
    await board.eval('join("nowhere")');
    await clock.advance(1000);
    expect((await used()) - start).toBe(13);
    await board.eval('join("virtual")');
    await clock.advance(1000);
    const joined = await used();
    board.cutWifi();
    await clock.advance(1000);
    board.restoreWifi();
    await board.eval('join("virtual")');
    await clock.advance(1000);
    expect((await used()) - joined).toBe(34);
  });

  test("keeps nothing for a scan, which tells the networks in the air, and hidden ones without a name", async () => {
    const { board, clock, lines } = await boardRunning(
      `${station} function look() { wifi.scan(function (found) { print(JSON.stringify(found.map(function (f) { return f.ssid; }))); }); }`,
    );
    const start = await board.eval("used()");
    for (let i = 0; i < 20; i++) {
      await board.eval("look()");
      await clock.advance(3000);
    }
    board.accessPoint.hidden = true;
    await board.eval("look()");
    await clock.advance(3000);
    board.cutWifi();
    await board.eval("look()");
    await clock.advance(3000);
    expect(lines).toEqual([...Array.from({ length: 20 }, () => '["virtual"]'), '[""]', "[]"]);
    expect(await board.eval("used()")).toBe(start);
  });

  test("refuses a second scan while one is under way", async () => {
    const { board } = await boardRunning(`${station} wifi.scan(print);`);
    await expect(board.eval("wifi.scan(print)")).rejects.toThrow("A scan is already in progress");
  });

  test("ends everything when the memory is full, until the watchdog bites", async () => {
    const { board, clock, lines } = await boardRunning(`${station}
      E.enableWatchdog(90, false);
      setInterval(function () { E.kickWatchdog(); join("nowhere"); }, 1000);
      setInterval('print("alive")', 60000);`);
    await clock.advance(361_000);
    const alive = lines.filter((line) => line === "alive").length;
    expect(alive).toBeGreaterThan(3);
    await clock.advance(80_000);
    expect([lines.filter((line) => line === "alive").length, board.lastReboot]).toEqual([alive, undefined]);
    await clock.advance(20_000);
    expect(board.lastReboot).toBe("watchdog");
  });

  test("may keep an event to itself", async () => {
    const { board, clock, lines } = await boardRunning(`${station} join("virtual");`);
    await clock.advance(1000);
    lines.length = 0;
    board.accessPoint.reportsEvents = false;
    board.cutWifi();
    await clock.advance(60_000);
    expect(lines).toEqual([]);
  });

  test("keeps 31 bytes of a network's name", async () => {
    const { board, clock, lines } = await boardRunning(station);
    board.accessPoint.ssid = "x".repeat(32);
    await board.eval(`join("${"x".repeat(32)}")`);
    await clock.advance(1000);
    expect(lines).toEqual(["disconnected NO_AP_FOUND"]);
  });
});

describe("net.connect", () => {
  const program = `${station} join("virtual");
    function open() { try { require("net").connect({ host: "broker", port: 1883 }, print); } catch (e) { print(e.message); } }
    setInterval('print("tick")', 1000);`;

  test.each([
    ["refused", 0, "Unable to create socket"],
    ["no answer", 9, "Unable to create socket"],
    ["no DNS", 5, "Unable to locate host"],
  ] as const)("stands still while there is %s, for some %i s, and JavaScript with it", async (failure, seconds, error) => {
    const { board, clock, network, lines } = await boardRunning(program);
    await clock.advance(900);
    network.failure = failure;
    lines.length = 0;
    await board.eval("open()");
    await clock.advance(seconds * 1000);
    expect(lines.filter((line) => !line.startsWith("ERROR"))).toEqual([error]);
    await clock.advance(3000);
    expect(lines.filter((line) => line === "tick").length).toBeGreaterThan(1);
  });

  test("with TLS finds no memory on 2v27", async () => {
    const { board, clock } = await boardRunning(`${station} join("virtual");`, { version: "2v27" });
    await clock.advance(1000);
    await expect(board.eval('require("tls").connect({ host: "broker", port: 8883 }, print)')).rejects.toThrow("Unable to create socket");
  });
});

describe("the serial line", () => {
  test("takes Ctrl-C for nothing while a program hangs, unlike Espruino on other chips", async () => {
    const hang = 'setTimeout(function () { while (true); }, 100); print("started")';
    const chip = await boardRunning(hang, { hangLimit: 500 });
    const other = await boardRunning(hang, { hangLimit: 500, ctrlCInterrupts: true });
    for (const { board, clock, lines } of [chip, other]) {
      await clock.advance(200);
      lines.length = 0;
      board.type("\x03\x03");
      board.type('\x10print("free")\n');
      await clock.advance(1000);
    }
    expect(chip.lines).toEqual([]);
    expect(other.lines.at(-1)).toBe("free");
  });

  test("has the boot loader's messages before Espruino's, and a panic before those of E.reboot()", async () => {
    const { board, clock, lines } = await boardRunning('print("started")', { bootMessages: true });
    expect(lines.slice(0, 2)).toEqual(["ets Jun  8 2016 00:22:57", "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)"]);
    expect(lines).toContain("started");
    lines.length = 0;
    board.type("\x10E.reboot()\n");
    await clock.advance(100);
    expect(lines[0]).toMatch(/^Guru Meditation Error/);
    expect(lines).toContain("rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)");
    expect(lines).toContain("started");
  });
});

describe("pins", () => {
  test.each([6, 7, 8, 9, 10, 11, 12])("D%i cannot be watched", async (pin) => {
    const { lines } = await boardRunning(`print(setWatch(print, "D${pin}", { repeat: true }));`);
    expect(lines).toEqual([expect.stringMatching(/^WARNING: Unable to set watch/), "or this pin cannot be used with watch", "undefined"]);
  });

  test("the reset cause is in a register: 1 for power, 12 for a restart by a program or a watchdog", async () => {
    const { board, clock } = await boardRunning("");
    const cause = async (): Promise<string> => board.eval("peek32(0x3ff48034) & 63");
    expect(await cause()).toBe("1");
    board.type("\x10E.reboot()\n");
    await clock.advance(100);
    expect(await cause()).toBe("12");
    await board.powerOff();
    await board.powerOn();
    expect(await cause()).toBe("1");
  });
});
