/** The same through a terminal device of this computer, by serialport, in real time: all that the double in memory leaves out. */
import { describe, expect, it, onTestFinished } from "vitest";
import { checkFiles } from "../../../../src/tools/board-setup/interpreter/check-files.ts";
import { defaultFlashBaud, writeParts } from "../../../../src/tools/board-setup/interpreter/loader.ts";
import { readListing } from "../../../../src/tools/board-setup/interpreter/listing.ts";
import { openPort } from "../../../../src/tools/serial/open-port.ts";
import { ptyPort, python, type PtyPort } from "../../../support/pty-port.ts";
import type { ChipName } from "./chips.ts";
import { download, exampleListing } from "./files.ts";
import { RomLoader, type Faults } from "./rom-loader.ts";

const parts = checkFiles(readListing(exampleListing), download());

/** A chip behind a port, brought into its loader by hand: a terminal device has no lines to do it. */
async function chipAtPort(name: ChipName, faults: Faults = {}): Promise<PtyPort & { chip: RomLoader }> {
  let hear: (bytes: string) => void = () => undefined;
  const chip = new RomLoader((bytes) => hear(Buffer.from(bytes).toString("latin1")), name, faults);
  chip.restart(true);
  const port = await ptyPort({
    type: (text) => chip.receive(Buffer.from(text, "latin1")),
    onOutput: (listener) => {
      hear = listener;
      return () => undefined;
    },
  });
  return { ...port, chip };
}

async function write(path: string): Promise<void> {
  const link = await openPort(path, 115_200);
  onTestFinished(() => link.close());
  await writeParts(link, parts, { chip: "ESP32", baud: defaultFlashBaud, onProgress: () => undefined, onLog: () => undefined });
}

describe.skipIf(!python)("Espruino through a serial port", () => {
  it("arrives whole on an ESP32, though the port has no DTR and RTS", async () => {
    const { chip, path } = await chipAtPort("ESP32");
    await write(path);
    for (const { offset, data } of parts) expect(Buffer.from(chip.flash.subarray(offset, offset + data.length)).equals(data)).toBe(true);
  });

  it("is not written to an ESP32-C3", async () => {
    const { chip, path } = await chipAtPort("ESP32-C3");
    await expect(write(path)).rejects.toThrow(/this is an ESP32-C3/);
    expect(chip.flash.every((byte) => byte === 0xff)).toBe(true);
  });

  it("ends with words when the cable is pulled in the middle", async () => {
    let pull: () => void = () => undefined;
    const { path, vanish } = await chipAtPort("ESP32", { blocks: 3, atBlock: () => pull() });
    pull = vanish;
    await expect(write(path)).rejects.toThrow(`${path} is gone: was the cable pulled? Plug it in and run this again`);
  });
});
