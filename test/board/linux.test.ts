/** The real interpreter as a board: it restarts as a chip does, and nothing of it is left behind. */
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, describe, expect, test } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import { espruino, Transcript } from "../support/boards.ts";

describe.skipIf(!espruino)(`the real interpreter as a board${espruino ? "" : ": skipped, for ESPRUINO names none"}`, () => {
  let board: LinuxEspruino;
  afterEach(() => board.discard());

  test("boots again after E.reboot(), with its Storage", async () => {
    board = new LinuxEspruino(espruino);
    board.put(".bootcde", `print("boot", require("Storage").read("kept")); require("Storage").write("kept", "yes");`);
    const transcript = new Transcript(board);
    await board.powerOn();
    board.type("\x10E.reboot()\n");
    expect(await transcript.atLeast(3)).toEqual(["boot undefined", "Not implemented", "boot yes"]);
  });

  test("shows what the program drives: levels, and PWM as its duty cycle", async () => {
    board = new LinuxEspruino(espruino);
    board.put(".bootcde", `digitalWrite(D2, 0);`);
    const levels: [string, number][] = [];
    board.onLevel((pin, level) => levels.push([pin, level]));
    await board.powerOn();
    await board.eval("(digitalWrite(D2,1),0)");
    await expect.poll(() => board.level("D2")).toBe(1);
    await board.eval("(analogWrite(D2,0.25),0)");
    await expect.poll(() => board.level("D2")).toBe(0.25);
    expect(levels.at(-1)).toEqual(["D2", 0.25]);
  });

  test("feeds the ADC, before power-on and after", async () => {
    board = new LinuxEspruino(espruino);
    board.drive("D34", 0.25);
    board.put(".bootcde", `print(analogRead(D34));`);
    const transcript = new Transcript(board);
    await board.powerOn();
    board.drive("D34", 0.75);
    await expect.poll(() => board.eval("analogRead(D34)")).toBe("0.75");
    expect(transcript.lines[0]).toBe("0.25");
  });

  test("leaves neither process nor folder behind", async () => {
    const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("espruino-"));
    const before = new Set(folders());
    board = new LinuxEspruino(espruino);
    const mine = folders().filter((name) => !before.has(name));
    await board.powerOn();
    await board.discard();
    await board.powerOff();
    expect(mine.length).toBeGreaterThan(0);
    expect(mine.some((name) => existsSync(`${tmpdir()}/${name}/espruino.flash`))).toBe(false);
  });
});
