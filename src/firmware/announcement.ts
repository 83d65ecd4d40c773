/** The announcement of an update, and why a node refuses one before anything is written. */
import { espruinoVersion } from "../../board/esp32/chip.ts";
import { parseStrictJson } from "./strict-json.ts";
import { isObject } from "./validate.ts";
import { compareVersions } from "./versions.ts";

/** The version in package.json, inserted by the build. */
declare const VERSION: string;

export interface Announcement {
  /** The version; "" ends an update that is under way. */
  update: string;
  /** Bytes of the node's file. */
  size: number;
  /** Its SHA-256 in Base64. */
  sha256: string;
  /** The least version of Espruino that it is made for. */
  espruino: string;
  /** It may be an older version than the one that runs, or the same with other bytes. */
  force?: boolean;
}

/** Bytes: what the budget allows. */
const maxSize = 65536;
/** 32 bytes in Base64. */
const hashLength = 44;
const maxVersion = 32;

/** Undefined if the text is not an announcement. */
export function parseAnnouncement(text: string): Announcement | undefined {
  const value = parseStrictJson(text);
  if (!isObject(value) || !isVersion(value.update)) return undefined;
  const announced = value as unknown as Announcement;
  const isEnd = announced.update === "";
  const isWhole =
    typeof announced.size === "number" && typeof announced.sha256 === "string" && announced.sha256.length === hashLength && isVersion(announced.espruino);
  return isEnd || isWhole ? announced : undefined;
}

function isVersion(value: unknown): boolean {
  return typeof value === "string" && value.length <= maxVersion;
}

/** Why this node does not take the update; "" if it does. */
export function refusal(announced: Announcement): string {
  const order = compareVersions(announced.update, VERSION);
  if (!announced.force && order < 0) return "it is older than " + VERSION + ", which runs: force is needed";
  if (!announced.force && order === 0) return VERSION + " runs already, with other bytes: force is needed";
  if (compareVersions(espruinoVersion(), announced.espruino) < 0) return "it is for Espruino " + announced.espruino + ", this board has " + espruinoVersion();
  const isSize = announced.size >= 1 && announced.size === Math.floor(announced.size);
  if (!isSize || announced.size > maxSize) return "it has " + announced.size + " bytes, of " + maxSize + " at most";
  return "";
}
