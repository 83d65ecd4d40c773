/** Serial ports: found, opened through a real terminal device, and in words when that fails. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SerialPort } from "serialport";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import { BoardConsole } from "../../../src/tools/board-session/board-console.ts";
import { FlowControl } from "../../../src/tools/serial/flow-control.ts";
import { LinkLost } from "../../../src/tools/serial/serial-link.ts";
import { openPort } from "../../../src/tools/serial/open-port.ts";
import { groupName, whyNotOpened } from "../../../src/tools/serial/port-errors.ts";
import { espChip, linuxPorts, showPort } from "../../../src/tools/serial/list-ports.ts";
import { ptyPort, python } from "../../support/pty-port.ts";

describe.skipIf(!python)("a terminal device", () => {
  test("carries questions and answers, though it has no DTR and RTS", async () => {
    const board = new VirtualEsp32();
    await board.powerOn();
    const { path } = await ptyPort(board);
    const link = await openPort(path, 115_200);
    expect(await link.setSignals({ dtr: true, rts: false })).toBe(false);
    expect(await new BoardConsole(new FlowControl(link)).ask("6*7")).toBe(42);
    await link.close();
    await expect(link.write(Buffer.from("x"))).rejects.toThrow(LinkLost);
  });

  test("that vanishes ends the question", async () => {
    const { path, vanish } = await ptyPort({ type: () => undefined, onOutput: () => () => undefined });
    const link = await openPort(path, 115_200);
    const asked = new BoardConsole(new FlowControl(link)).ask("6*7");
    setTimeout(vanish, 50);
    await expect(asked).rejects.toThrow(LinkLost);
    await link.close();
  });

  test("that vanishes ends a write, though serialport never calls back", async () => {
    const { path, vanish } = await ptyPort({ type: () => undefined, onOutput: () => () => undefined });
    const link = await openPort(path, 115_200);
    const drain = vi.spyOn(SerialPort.prototype, "drain").mockImplementation(vanish);
    onTestFinished(() => drain.mockRestore());
    await expect(link.write(Buffer.from("x"))).rejects.toThrow(LinkLost);
    await link.close();
  });
});

describe("a port that cannot be opened", () => {
  test("is not there", async () => {
    await expect(openPort("/dev/ttyUSB99", 115_200)).rejects.toThrow("there is no port /dev/ttyUSB99: is the cable plugged in?");
  });

  test("is not a serial port", async () => {
    const folder = mkdtempSync(join(tmpdir(), "port-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "file"), "");
    await expect(openPort(join(folder, "file"), 115_200)).rejects.toThrow("is not a serial port");
  });

  test.skipIf(!python)("is in use by another program", async () => {
    const { path } = await ptyPort({ type: () => undefined, onOutput: () => () => undefined });
    const first = await openPort(path, 115_200);
    await expect(openPort(path, 115_200)).rejects.toThrow(`${path} is in use by another program`);
    await first.close();
  });

  const denied = new Error("Error: Permission denied, cannot open /dev/ttyUSB0");
  test("belongs to a group: the message names it, and what to do", () => {
    const here = { platform: "linux", user: "ann", groupOf: () => "uucp" };
    expect(whyNotOpened("/dev/ttyUSB0", denied, here)).toBe(
      'no permission to open /dev/ttyUSB0, which belongs to the group uucp: run "sudo usermod -aG uucp ann", then log out and in again',
    );
  });

  test("belongs to root alone, or to another system", () => {
    expect(whyNotOpened("/dev/ttyUSB0", denied, { platform: "linux", user: "ann", groupOf: () => "root" })).toMatch(/administers/);
    expect(whyNotOpened("COM3", new Error("Opening COM3: Access denied"), { platform: "win32", user: "ann", groupOf: () => "x" })).toMatch(/administers/);
  });

  test("is in use", () => {
    expect(whyNotOpened("/dev/ttyUSB0", new Error("Error Resource temporarily unavailable Cannot lock port"))).toMatch(/^\/dev\/ttyUSB0 is in use/);
  });

  test("groups are found by their number", () => {
    expect(groupName("root:x:0:\ndialout:x:20:ann\nuucp:x:10:\n", 20)).toBe("dialout");
    expect(groupName("root:x:0:\n", 5)).toBeUndefined();
  });
});

describe("the list of ports", () => {
  /** A folder like /sys/class/tty, with a USB device for each entry. */
  function classes(devices: Record<string, [vendor: string, product: string, name: string] | undefined>): string {
    const root = mkdtempSync(join(tmpdir(), "sys-"));
    onTestFinished(() => rmSync(root, { recursive: true }));
    for (const [tty, numbers] of Object.entries(devices)) {
      const device = join(root, "usb", `1-${tty}`, "1-1:1.0", tty);
      mkdirSync(device, { recursive: true });
      mkdirSync(join(root, "tty", tty), { recursive: true });
      symlinkSync(device, join(root, "tty", tty, "device"));
      numbers?.forEach((text, i) => writeFileSync(join(root, "usb", `1-${tty}`, ["idVendor", "idProduct", "product"][i] ?? ""), `${text}\n`));
    }
    return join(root, "tty");
  }

  test("comes from the kernel's files, with the USB chips that ESP32 boards have", async () => {
    const found = await linuxPorts(
      classes({
        ttyUSB0: ["10c4", "ea60", "CP2102 USB to UART Bridge Controller"],
        ttyUSB1: ["1a86", "7523", "USB Serial"],
        ttyACM0: ["303a", "1001", "USB JTAG/serial debug unit"],
        ttyACM1: ["2341", "0043", "Arduino Uno"],
        ttyS0: undefined,
        tty1: undefined,
      }),
      "/dev",
    );
    const byPath = new Map(found.map((port) => [port.path, port]));
    expect([...byPath.keys()].sort()).toEqual(["/dev/ttyACM0", "/dev/ttyACM1", "/dev/ttyUSB0", "/dev/ttyUSB1"]);
    expect(found.filter(espChip)).toHaveLength(3);
    expect(found.map(showPort).sort()).toEqual([
      "/dev/ttyACM0 (Espressif USB, looks like an ESP32) USB JTAG/serial debug unit",
      "/dev/ttyACM1 (USB 2341:0043) Arduino Uno",
      "/dev/ttyUSB0 (CP210x, looks like an ESP32) CP2102 USB to UART Bridge Controller",
      "/dev/ttyUSB1 (CH34x, looks like an ESP32) USB Serial",
    ]);
  });

  test("is empty where there is no such folder", async () => {
    expect(await linuxPorts("/nowhere", "/dev")).toEqual([]);
  });
});
