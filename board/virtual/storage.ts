/**
 * Flash memory with Espruino's Storage, which survives power-off. Bits can only be cleared, so each byte of a file can be
 * written once, and erased files take space until the flash is compacted.
 */
import { JsonReader } from "./json-reader.ts";
import { stringify, toStorageJson } from "./value-format.ts";
import { isObject, type Guest, type Realm } from "./realm.ts";
import { crc32 } from "../shared/crc32.ts";
import { FlashPower, programmed } from "./flash-power.ts";
import { FlashRegion } from "./flash-region.ts";

const headerBytes = 32;
const maxNameLength = 28;
const erased = "\xff";

/** The part of the flash chip that Storage uses. Contents are bytes, one character each. */
export class Flash {
  private readonly _files = new Map<string, string>();
  private _trash = 0;
  /** The chip's settings (NVS), separate from Storage; as on a new chip. */
  readonly settings = { bluetooth: true };
  readonly power = new FlashPower();
  /** What a program may use beside Storage. */
  readonly region = new FlashRegion(this.power);

  /** @param size bytes; 896 KB on the ESP32 */
  constructor(readonly size = 896 * 1024) {}

  read(name: string): string | undefined {
    return this._files.get(name);
  }

  names(): string[] {
    return [...this._files.keys()];
  }

  /** Size of the largest file that fits, bytes. */
  free(afterCompacting = true): number {
    let used = afterCompacting ? 0 : this._trash;
    for (const file of this._files.values()) used += room(file.length);
    return Math.max(0, this.size - used - headerBytes);
  }

  create(name: string, size: number): boolean {
    this.erase(name);
    if (size > this.free(false)) this.compact();
    if (size > this.free()) return false;
    // A header that is not whole names no file.
    this.power.operate("storage", "write", headerBytes, (done) => done === headerBytes && this._files.set(name, erased.repeat(size)));
    return true;
  }

  /** Writes a whole file, like a flash tool. */
  put(name: string, contents: string): void {
    const old = this._files.get(name);
    if (old !== undefined) this._discard(name, old);
    if (contents.length > this.free()) throw new Error(`Storage has no room for ${name}`);
    this._files.set(name, contents);
  }

  /** Writes into an existing file; the caller checks that this only clears bits. */
  writeAt(name: string, offset: number, bytes: string): void {
    this.power.operate("storage", "write", bytes.length, (done, stuck) => {
      const old = this._files.get(name) ?? "";
      const torn = done < bytes.length ? String.fromCharCode(programmed(old.charCodeAt(offset + done), bytes.charCodeAt(done), stuck)) : "";
      const written = bytes.slice(0, done) + torn;
      this.overwrite(name, old.slice(0, offset) + written + old.slice(offset + written.length));
    });
  }

  /** Replaces the contents of an existing file. */
  overwrite(name: string, contents: string): void {
    this._files.set(name, contents);
  }

  erase(name: string): boolean {
    const file = this._files.get(name);
    if (file === undefined) return false;
    // Its name is zeroed: with the first byte of it the file is gone.
    this.power.operate("storage", "write", 4, (done) => done > 0 && this._discard(name, file));
    return true;
  }

  private _discard(name: string, file: string): void {
    this._trash += room(file.length);
    this._files.delete(name);
  }

  eraseAll(): void {
    this._files.clear();
    this._trash = 0;
  }

  compact(): void {
    this._trash = 0;
  }
}

function room(bytes: number): number {
  return headerBytes + Math.ceil(bytes / 4) * 4;
}

/** `require("Storage")`. */
export function storageModule(realm: Realm, flash: Flash, print: (line: string) => void): Guest {
  const module = realm.object();
  const name = (value: unknown): string => String(value).slice(0, maxNameLength);

  const write = (file: string, data: unknown, offset: number, givenSize: number): boolean => {
    const bytes = bytesOf(realm, data);
    if (offset < 0 || givenSize < 0) return false;
    const size = givenSize || bytes.length;
    if (!size) return realm.fail("Error", "Can't create zero length file");
    let old = flash.read(file);
    if (offset === 0 && old === bytes && size === bytes.length) return true;
    const untouched = old !== undefined && old.length === size && old === erased.repeat(size);
    if (offset === 0 && !untouched) {
      if (size > flash.free(false)) print("Compacting... ");
      if (!flash.create(file, size)) return realm.fail("Error", "Unable to find or create file");
      old = flash.read(file);
    }
    if (old === undefined) return realm.fail("Error", "Unable to find or create file");
    if (offset + bytes.length > old.length) return realm.fail("Error", "Too much data for file size");
    const before = old.slice(offset, offset + bytes.length);
    if (before !== erased.repeat(bytes.length)) return realm.fail("Error", "File already written with different data");
    flash.writeAt(file, offset, bytes);
    return true;
  };

  const read = (file: unknown, offset: unknown, length: unknown): string | undefined => {
    const contents = flash.read(name(file));
    if (contents === undefined) return undefined;
    const from = Math.max(0, Number(offset ?? 0) | 0);
    const count = Number(length ?? 0) | 0;
    return count > 0 ? contents.slice(from, from + count) : contents.slice(from);
  };

  realm.define(module, {
    read,
    readJSON(file, quiet) {
      const contents = flash.read(name(file));
      if (contents === undefined) return undefined;
      try {
        return new JsonReader(realm, contents, true).value();
      } catch (error) {
        if (quiet) return undefined;
        throw error;
      }
    },
    readArrayBuffer(file) {
      const contents = flash.read(name(file));
      return contents === undefined ? undefined : realm.bytes(Buffer.from(contents, "latin1")).buffer;
    },
    write: (file, data, offset, size) => write(name(file), data, Number(offset ?? 0) | 0, Number(size ?? 0) | 0),
    writeJSON: (file, value) => write(name(file), toStorageJson(value), 0, 0),
    list(pattern) {
      const names = flash.names().filter((file) => !(pattern && isObject(pattern)) || file.match(pattern as unknown as RegExp));
      return realm.array(names);
    },
    erase: (file) => void flash.erase(name(file)),
    eraseAll: () => flash.eraseAll(),
    getFree: () => flash.free(false),
    compact: () => flash.compact(),
    hash(file) {
      const contents = file === undefined ? flash.names().join() : (flash.read(name(file)) ?? "");
      return crc32(contents);
    },
  });
  return module;
}

/** The bytes that Storage writes for a value: a string's bytes, an array's numbers, an object as JSON. */
function bytesOf(realm: Realm, data: unknown): string {
  if (typeof data === "number") return String(data);
  if (typeof data === "string") return data.replace(/[^\0-\xff]/g, (character) => String.fromCharCode(character.charCodeAt(0) & 255));
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("latin1");
  if (Array.isArray(data)) return Buffer.from(data.map(Number)).toString("latin1");
  if (isObject(data)) return stringify(data, undefined);
  return realm.fail("Error", "Can't get pointer to data to write");
}
