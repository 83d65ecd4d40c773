/** What is not a board: ports that say nothing, garbage or something else, that vanish, and which of many to take. */
import { describe, expect, it } from "vitest";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import { exitCodes, UserError } from "../../../src/tools/command-line/user-error.ts";
import { choosePort } from "../../../src/tools/serial/choose-port.ts";
import type { PortInfo } from "../../../src/tools/serial/list-ports.ts";
import { Cable } from "../../support/cable.ts";
import { boardWith, flash, littleNode, nodeWith } from "./flash-fixture.ts";

/** A device that answers whatever is typed with the same. */
function device(answer: string): VirtualEsp32 {
  const board = new VirtualEsp32();
  const listeners = new Set<(bytes: string) => void>();
  board.type = () => {
    for (const listener of listeners) listener(answer);
  };
  board.onOutput = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return board;
}

describe("a port without Espruino", () => {
  it.each([
    ["that says nothing", "", /^nothing answers on the cable\. Is it an ESP32 with Espruino\?\n.*--interpreter/],
    ["at another speed", "\xfe\x80\x9c\xe0\x1f\xf8", /^what comes from the cable is not readable\n[^]*--baud/],
    ["that has another program", "login: \r\n", /^something answers on the cable, but it is not Espruino; it said "login:"/],
  ])("%s is named, with what to do", async (_what, answer, message) => {
    const flashing = flash(device(answer), await nodeWith(littleNode("1.0.0")), { attempt: 5 });
    await expect(flashing).rejects.toMatchObject({ message: expect.stringMatching(message) as unknown, exitCode: exitCodes.noBoard });
  });

  it("that vanishes ends the command at once", async () => {
    const cable = new Cable(boardWith(() => device("")));
    setTimeout(() => cable.cut(), 20);
    await expect(flash(device(""), await nodeWith(littleNode("1.0.0")), { link: cable })).rejects.toThrow("is gone: was the cable pulled?");
  });
});

describe("the port", () => {
  const port = (path: string, vendor?: string, product?: string): PortInfo => ({ path, vendor, product, name: undefined });
  const esp = port("/dev/ttyUSB0", "10c4", "ea60");

  it("is the one that looks like an ESP32", () => {
    expect(choosePort([port("/dev/ttyACM0", "2341", "0043"), esp])).toBe(esp);
  });

  it("is to be chosen where two do, or none", () => {
    const other = port("/dev/ttyUSB1", "1a86", "7523");
    expect(() => choosePort([esp, other])).toThrow(/more than one .*--port <path>:\n {2}\/dev\/ttyUSB0 \(CP210x.*\n {2}\/dev\/ttyUSB1 \(CH34x/);
    expect(() => choosePort([port("/dev/ttyACM0", "2341", "0043")])).toThrow(/no port looks like .*--port <path>:\n {2}\/dev\/ttyACM0 \(USB 2341:0043\)/);
  });

  it("is missing where there is none", () => {
    expect(() => choosePort([])).toThrow(/no serial port: plug the board in with a USB cable that carries data/);
  });

  it.each<[string, PortInfo[], number]>([
    ["no port", [], exitCodes.noBoard],
    ["no board at the ports", [port("/dev/ttyACM0", "2341", "0043")], exitCodes.noBoard],
    ["a choice", [esp, port("/dev/ttyUSB1", "1a86", "7523")], exitCodes.usage],
  ])("has an exit code of its own for %s", (_what, ports, exitCode) => {
    const error = ((): unknown => {
      try {
        return choosePort(ports);
      } catch (reason) {
        return reason;
      }
    })();
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ exitCode });
  });
});
