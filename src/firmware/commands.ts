/** The command grammar of the control topics: takes a payload, returns a command or the reason for rejecting it. */
import { isNumber, parseStrictJson } from "./strict-json.ts";
import { printable, stripByteOrderMark } from "./utf8.ts";
import { isObject, type JsonObject } from "./validate.ts";

export interface Blink {
  /** On and off time, ms. */
  on: number;
  off: number;
  /** Number of blinks; 0: until the next command. */
  count: number;
}

export interface Command {
  state?: "on" | "off" | "toggle";
  /** 0..1 */
  brightness?: number;
  blink?: Blink;
  /** ms after which the LED reverts to its previous state. */
  for?: number;
  id?: string;
}

/** Bytes. */
const maxPayload = 512;
/** ms */
const minTime = 10;
const maxTime = 86400000;
const maxCount = 1000000;

/** Parses a payload. Returns the command, or a string that says why it is rejected. */
export function parseCommand(payload: string): Command | string {
  // The most frequent ones need no parsing.
  if (payload === "on" || payload === "off") return { state: payload };
  if (payload.length > maxPayload) return "over " + maxPayload + " bytes";
  const trimmed = payload.trim();
  if (trimmed.charAt(0) === "{") return parseJsonCommand(trimmed);
  const state = parseState(trimmed);
  return state ? { state: state } : parseForeignCommand(trimmed);
}

/** What other programs send: a word in quotes, a percentage, any of these behind a byte order mark. */
function parseForeignCommand(text: string): Command | string {
  const unmarked = stripByteOrderMark(text).trim();
  if (unmarked.charAt(0) === "{") return parseJsonCommand(unmarked);
  const isQuoted = unmarked.length > 1 && unmarked.charAt(0) === '"' && unmarked.slice(-1) === '"';
  const word = isQuoted ? unmarked.slice(1, -1).trim() : unmarked;
  const state = parseState(word);
  if (state) return { state: state };
  const brightness = parsePercent(word);
  return isInRange(brightness, 0, 1) ? { brightness: brightness } : "state must be one of on,off,toggle";
}

/** "50%" as 0.5; NaN if it is not a percentage. */
function parsePercent(text: string): number {
  const number = text.slice(0, -1).trim();
  return text.slice(-1) === "%" && isNumber(number) ? parseFloat(number) / 100 : NaN;
}

/** The state that a word stands for, in upper or lower case; undefined if it is not a state. */
function parseState(word: string): "on" | "off" | "toggle" | undefined {
  switch (word.toLowerCase()) {
    case "on":
    case "1":
    case "true":
      return "on";
    case "off":
    case "0":
    case "false":
      return "off";
    case "toggle":
      return "toggle";
  }
  return undefined;
}

function parseJsonCommand(payload: string): Command | string {
  const given = parseStrictJson(payload);
  if (!isObject(given)) return "bad JSON";
  const command: Command = {};
  for (const key in given) {
    const error = parseKey(command, key, given[key]);
    if (error) return error;
  }
  const isCommand = command.state || command.brightness !== undefined || command.blink || command.for;
  return isCommand ? command : "give state, brightness, blink or for";
}

/** Parses one key of the JSON into the command. Returns an error message, "" if the key is valid. */
function parseKey(command: Command, key: string, value: unknown): string {
  switch (key) {
    case "state": {
      // Accepts the same words and values as outside JSON.
      const state = isObject(value) || Array.isArray(value) ? undefined : parseState(String(value).trim());
      if (!state) return "state must be one of on,off,toggle";
      command.state = state;
      return "";
    }
    case "brightness":
      if (command.brightness !== undefined || typeof value !== "number" || !(value >= 0 && value <= 1)) return parseBrightness(command, key, value);
      command.brightness = value;
      return "";
    case "brightness_pct":
      return parseBrightness(command, key, value);
    case "for":
      if (!isTime(value)) return timeError("for");
      command.for = value;
      return "";
    case "id":
      if (typeof value !== "string") return "id must be a text";
      command.id = value;
      return "";
    case "blink":
      return isObject(value) ? parseBlink(command, value) : "blink must be object";
  }
  return "unknown key " + printable(key);
}

/** A brightness that is not simply a number from 0 to 1. */
function parseBrightness(command: Command, key: string, value: unknown): string {
  if (command.brightness !== undefined) return "give brightness or brightness_pct, not both";
  const percent = key === "brightness_pct" && typeof value === "number" ? value / 100 : NaN;
  const brightness = key === "brightness" && typeof value === "string" ? parsePercent(value.trim()) : percent;
  if (!isInRange(brightness, 0, 1)) return key === "brightness" ? 'brightness must be 0..1 or "0%".."100%"' : "brightness_pct must be 0..100";
  command.brightness = brightness;
  return "";
}

function parseBlink(command: Command, given: JsonObject): string {
  const blink: Blink = { on: 500, off: 500, count: 0 };
  for (const key in given) {
    const value = given[key];
    if (key === "on" || key === "off") {
      if (!isTime(value)) return timeError("blink." + key);
      blink[key] = value;
    } else if (key === "count") {
      if (!isInRange(value, 1, maxCount) || value % 1) return "blink.count must be 1.." + maxCount;
      blink.count = value;
    } else return "unknown key blink." + printable(key);
  }
  command.blink = blink;
  return "";
}

function isInRange(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && value >= min && value <= max;
}

function isTime(value: unknown): value is number {
  return isInRange(value, minTime, maxTime);
}

function timeError(key: string): string {
  return key + " must be " + minTime + ".." + maxTime;
}
