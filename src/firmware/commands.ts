/** The command grammar of the control topics: takes a payload, returns a command or the reason for rejecting it. */
import { parseStrictJson } from "./strict-json.ts";
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
  if (payload.length > maxPayload) return "over " + maxPayload + " bytes";
  const trimmed = payload.trim();
  if (trimmed.charAt(0) === "{") return parseJsonCommand(payload);
  const state = parseState(trimmed.charAt(0) === '"' && trimmed.slice(-1) === '"' ? trimmed.slice(1, -1) : trimmed);
  return state ? { state: state } : "state must be one of on,off,toggle";
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
      const state = isObject(value) || Array.isArray(value) ? undefined : parseState(String(value));
      if (!state) return "state must be one of on,off,toggle";
      command.state = state;
      return "";
    }
    case "brightness":
      if (!isInRange(value, 0, 1)) return "brightness must be 0..1";
      command.brightness = value;
      return "";
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
  return "unknown key " + key;
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
    } else return "unknown key blink." + key;
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
