/** The key `interpreter` of flash.config.json: which files make Espruino on a blank chip, and where each goes. */
import { UserError } from "../../command-line/user-error.ts";

export interface ListedFile {
  /** Its name in Espruino's download. */
  readonly file: string;
  /** In flash, bytes. */
  readonly offset: number;
  /** Bytes that it may have. */
  readonly limit: number;
  /** Hex; what the very file must have, for who wants this version and no other. */
  readonly sha256?: string;
}

export interface Listing {
  /** The only chip that these files are for, in esptool's spelling. */
  readonly chip: string;
  readonly files: readonly ListedFile[];
}

const where = "flash.config.json: interpreter";

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fault(key: string, wanted: string, got: unknown): UserError {
  return new UserError(`${where}${key} must be ${wanted}, got ${got === undefined ? "nothing" : JSON.stringify(got)}`);
}

/** Hexadecimal, as every ESP32 document writes addresses; JSON has no such numbers. */
function bytes(value: unknown, key: string): number {
  if (typeof value !== "string" || !/^0x[0-9a-f]{1,8}$/i.test(value)) throw fault(key, 'a text such as "0x1000"', value);
  return Number(value);
}

function listedFile(value: unknown, key: string): ListedFile {
  if (!isObject(value)) throw fault(key, "an object {file, offset, limit}", value);
  const { file, offset, limit, sha256 } = value;
  if (typeof file !== "string" || !/^[\w.-]+$/.test(file)) throw fault(`${key}.file`, "the name of a file", file);
  const listed = { file, offset: bytes(offset, `${key}.offset`), limit: bytes(limit, `${key}.limit`) };
  if (sha256 === undefined) return listed;
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/i.test(sha256)) throw fault(`${key}.sha256`, "64 hex digits", sha256);
  return { ...listed, sha256: sha256.toLowerCase() };
}

/**
 * Takes the key's value apart.
 * @throws {UserError} names the key that is wrong
 */
export function readListing(value: unknown): Listing {
  if (!isObject(value)) throw fault("", "an object {chip, files}", value);
  const { chip, files } = value;
  if (typeof chip !== "string" || chip === "") throw fault(".chip", 'the name of a chip such as "ESP32"', chip);
  if (!Array.isArray(files) || files.length === 0) throw fault(".files", "a list of files", files);
  const listed = files.map((file, index) => listedFile(file, `.files[${index}]`)).toSorted((a, b) => a.offset - b.offset);
  listed.forEach(({ file, offset }, index) => {
    const before = listed[index - 1];
    if (before && before.offset + before.limit > offset) throw new UserError(`${where}.files: ${before.file} and ${file} overlap`);
  });
  return { chip, files: listed };
}
