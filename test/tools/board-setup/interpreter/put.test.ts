/** From a blank chip to a running node, as `npm run flash -- --interpreter` does it: Espruino first, then the node. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { ProgrammableBoard } from "../../../../board/shared/index.ts";
import { VirtualEsp32 } from "../../../../board/virtual/index.ts";
import { flashCommand } from "../../../../src/tools/flash/command.ts";
import { checkFiles } from "../../../../src/tools/board-setup/interpreter/check-files.ts";
import { putInterpreter, type Interpreter } from "../../../../src/tools/board-setup/interpreter/index.ts";
import { readListing } from "../../../../src/tools/board-setup/interpreter/listing.ts";
import { defaultFlashBaud } from "../../../../src/tools/board-setup/interpreter/loader.ts";
import type { LinkLost, SerialLink } from "../../../../src/tools/serial/serial-link.ts";
import { Cable } from "../../../support/cable.ts";
import { mistake, run } from "../../commands.ts";
import { boardWith, flash, littleNode, nodeWith } from "../flash-fixture.ts";
import { ChipLink } from "./chip-link.ts";
import { download, exampleListing } from "./files.ts";
import { timeLapse } from "./time-lapse.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const interpreter: Interpreter = { chip: "ESP32", parts: checkFiles(readListing(exampleListing), download()) };
const speeds = { baud: 115_200, flashBaud: defaultFlashBaud };

/** What a user reads, and how far the bar gets. */
class Reader {
  readonly said: string[] = [];
  total = 0;
  done = 0;
  bars = 0;

  say(line: string): void {
    this.said.push(line);
  }

  bar(_label: string, total: number): { add(bytes: number): void; end(): void } {
    this.total = total;
    this.bars++;
    return { add: (bytes) => (this.done += bytes), end: () => this.bars-- };
  }
}

/** A chip that becomes a board with Espruino as soon as it is restarted with Espruino in its flash. */
class BlankBoard implements SerialLink {
  readonly name = "/dev/ttyUSB0";
  readonly chip = new ChipLink();
  private readonly _console: Cable;

  constructor(private readonly _board: ProgrammableBoard) {
    this._console = new Cable(_board);
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.chip.chip.running === "flash" ? this._console.write(bytes) : this.chip.write(bytes);
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    const stops = [this.chip.onData(listener), this._console.onData(listener)];
    return () => stops.forEach((stop) => stop());
  }

  onClose(listener: (reason: LinkLost) => void): () => void {
    return this.chip.onClose(listener);
  }

  close(): Promise<void> {
    return this.chip.close();
  }

  setBaud(baud: number): Promise<void> {
    return this.chip.setBaud(baud);
  }

  async setSignals(lines: { dtr: boolean; rts: boolean }): Promise<boolean> {
    const { restarts } = this.chip.chip;
    await this.chip.setSignals(lines);
    const { running, flash: held, restarts: now } = this.chip.chip;
    // The ROM starts what has an image's first byte where the bootloader belongs.
    if (now > restarts && running === "flash" && held[0x1000] === 0xe9) await this._board.powerOn();
    return true;
  }
}

describe("a blank chip", () => {
  it("gets Espruino, then the node, over one cable", async () => {
    const board = boardWith(() => new VirtualEsp32());
    const link = new BlankBoard(board);
    const reader = new Reader();
    await putInterpreter(link, interpreter, speeds, reader);
    expect(reader.said).toEqual(["Espruino is on the chip, which restarts"]);
    expect(reader).toMatchObject({ done: reader.total, bars: 0 });
    expect(link.chip.bauds.at(-1)).toBe(115_200);
    expect(await flash(board, await nodeWith(littleNode("1.0.0")), { link })).toContain("Node:    hall, version 1.0.0, is up");
  });

  it("is to be restarted by hand where the port cannot do it", async () => {
    const link = new ChipLink("ESP32", {}, false);
    link.chip.restart(true);
    timeLapse();
    const reader = new Reader();
    await putInterpreter(link, interpreter, speeds, reader);
    expect(reader.said).toEqual(["Espruino is on the chip: press its EN button now"]);
  });

  it("shows the loader's log if asked to", async () => {
    timeLapse();
    const reader = new Reader();
    await putInterpreter(new ChipLink(), interpreter, { ...speeds, verbose: true }, reader);
    expect(reader.said).toEqual(expect.arrayContaining([expect.stringMatching(/^# Stub running/)]));
  });

  it("that fails leaves no bar behind", async () => {
    timeLapse();
    const reader = new Reader();
    await expect(putInterpreter(new ChipLink("ESP32-C3"), interpreter, speeds, reader)).rejects.toThrow(/an ESP32-C3/);
    expect(reader.bars).toBe(0);
  });
});

describe("npm run flash -- --interpreter", () => {
  it("with --dry-run says what would be written, and needs no board", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "espruino-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const [name, bytes] of download()) writeFileSync(path.join(folder, name), bytes);
    const { code, stdout } = await run("flash", ["--dry-run", "--interpreter", folder]);
    expect(stdout).toEqual([
      expect.stringMatching(/^Would write bootloader\.bin, \d+ bytes, to 0x1000$/),
      "Would write partitions_espruino.bin, 3072 bytes, to 0x8000",
      expect.stringMatching(/^Would write espruino_esp32\.bin, \d+ bytes, to 0x10000$/),
    ]);
    expect(code).toBe(0);
  });

  it("says where to get Espruino from when there is nothing to read", async () => {
    const { line } = await mistake(flashCommand(), ["--interpreter", "/nowhere.zip"]);
    expect(line).toBe(
      "flash: there is no /nowhere.zip: download Espruino for the ESP32 from espruino.com/Download, and give its .tgz, .zip or unpacked folder",
    );
  });

  it.each(["--erase", "--only-config"])("does not go together with %s", async (option) => {
    expect(await mistake(flashCommand(), ["--interpreter", "x.zip", option])).toMatchObject({ exitCode: 2 });
  });
});
