/**
 * The board's Storage, by way of its console. Each step is one question that may be asked twice, so that a lost key or a
 * lost answer does no harm.
 */
import type { DeviceController } from "@espruino-tools/core";
import { crc32 } from "../../../board/shared/crc32.ts";
import { numberOf } from "./answer-values.ts";
import { BoardConsole } from "./board-console.ts";
import { controllerFor, evaluate } from "./controller.ts";
import { literal } from "./question.ts";
import { UserError } from "../command-line/user-error.ts";
import { configFileName, readyFileNames } from "./storage-files.ts";

/** Bytes in one question: it takes thrice that in RAM and fits twice into the chip's input buffer of 4096 bytes. */
export const chunkSize = 768;

/** Storage begins each file with a header, and aligns files to words. */
export function room(bytes: number): number {
  return 32 + Math.ceil(bytes / 4) * 4;
}

export interface FileSum {
  bytes: number;
  crc32: number;
}

const storage = 'require("Storage")';

/** The configuration has passwords. */
function isSecret(name: string): boolean {
  return name === configFileName || name === readyFileNames[configFileName];
}

export class BoardStorage {
  private readonly _quick: DeviceController;
  private readonly _slow: DeviceController;
  private readonly _secret: DeviceController;

  /** @param interrupt whether a program that does not let the console have its turn may be broken by Ctrl-C */
  constructor(console: BoardConsole, { interrupt = true }: { interrupt?: boolean } = {}) {
    const patience = { timeout: 2_500, attempts: 12, interrupt };
    this._quick = controllerFor(console, patience);
    this._secret = controllerFor(console, { ...patience, secret: true });
    // Erasing and compacting all of the flash.
    this._slow = controllerFor(console, { timeout: 120_000, attempts: 2 });
  }

  /** The value of an expression on the board. What is `secret` is left out of the traffic that is shown. */
  value(code: string, secret = false): Promise<unknown> {
    return evaluate(secret ? this._secret : this._quick, code);
  }

  async list(): Promise<string[]> {
    const names = await this.value(`${storage}.list()`);
    return Array.isArray(names) ? names.map(String) : [];
  }

  async size(name: string): Promise<number | undefined> {
    const bytes = await this.value(`(function(d){return d===undefined?-1:d.length})(${storage}.read(${literal(name, "'")}))`);
    return typeof bytes === "number" && bytes >= 0 ? bytes : undefined;
  }

  /** Undefined when there is no such file. */
  async sum(name: string): Promise<FileSum | undefined> {
    const pair = await this.value(`(function(d){return d===undefined?0:[d.length,E.CRC32(d)]})(${storage}.read(${literal(name, "'")}))`);
    if (!Array.isArray(pair)) return undefined;
    return { bytes: numberOf(pair[0]), crc32: numberOf(pair[1]) >>> 0 };
  }

  /** A part of a file, bytes as characters; undefined when there is no such file. */
  async read(name: string, from: number, length: number): Promise<string | undefined> {
    const text = await this.value(`${storage}.read(${literal(name, "'")},${from},${length})`, isSecret(name));
    return typeof text === "string" ? text : undefined;
  }

  /** Bytes that the largest new file may have. */
  async free(): Promise<number> {
    return numberOf(await this.value(`${storage}.getFree()`));
  }

  async erase(name: string): Promise<void> {
    await this.value(`${storage}.erase(${literal(name, "'")})`);
  }

  /** Makes room of what was erased. A power cut while it runs may cost files: Espruino has no other way. */
  async compact(): Promise<void> {
    await evaluate(this._slow, `${storage}.compact()`);
  }

  /**
   * Writes a file in pieces, reads it back and compares the CRC-32.
   * @param progress is told how many bytes went
   */
  async write(name: string, contents: string, progress: (bytes: number) => void = () => undefined): Promise<void> {
    const wanted = { bytes: contents.length, crc32: crc32(contents) };
    if (isSame(await this.sum(name), wanted)) return void progress(contents.length);
    let fault = "";
    for (let attempt = 0; attempt < 3; attempt++) {
      await this.erase(name);
      fault = "";
      for (let at = 0; at < contents.length && fault === ""; at += chunkSize) {
        const piece = contents.slice(at, at + chunkSize);
        fault = await this._put(name, at, piece, contents.length);
        if (attempt === 0) progress(piece.length);
      }
      if (isSame(await this.sum(name), wanted)) return;
    }
    throw new UserError(`${name} does not read back as it was written${fault && ` (${fault})`}: is the board's flash worn out? Try once more`);
  }

  /** Writes bytes where there are none yet (0xFF). The first piece makes a file of `size` bytes. */
  async put(name: string, at: number, bytes: string, size: number): Promise<void> {
    const fault = await this._put(name, at, bytes, size);
    if (fault !== "") throw new UserError(`the board does not take ${name} (${fault}): try once more`);
  }

  /** Returns what is wrong, "" when it is written. */
  private async _put(name: string, at: number, bytes: string, size: number): Promise<string> {
    // What is there already was written by a question whose answer got lost.
    const write =
      `(function(s,n,o,d){try{if(s.read(n,o,d.length)!==d)s.write(n,d,o,${size})}catch(e){return""+e}` +
      `return s.read(n,o,d.length)===d?"":"other data"})(${storage},${literal(name, "'")},${at},${literal(bytes, "'")})`;
    const fault = await this.value(write, isSecret(name));
    return typeof fault === "string" ? fault : "it answers with no text";
  }
}

function isSame(found: FileSum | undefined, wanted: FileSum): boolean {
  return found?.bytes === wanted.bytes && found.crc32 === wanted.crc32;
}
