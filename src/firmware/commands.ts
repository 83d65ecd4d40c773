/** The command grammar of the control topics: a payload in, a command or the reason for a refusal out. */
import { parseStrictJson } from "./strict-json.ts";
import { isObject, type JsonObject } from "./validate.ts";

export interface Blink {
  /** ms lit, ms dark. */
  on: number;
  off: number;
  /** How many times; 0: until the next command. */
  count: number;
}

export interface Command {
  state?: "on" | "off" | "toggle";
  /** 0..1 */
  brightness?: number;
  blink?: Blink;
  /** ms after which the LED turns back to what it was. */
  for?: number;
  id?: string;
}

/** Bytes of a payload. */
const longest = 512;
/** ms */
const shortestTime = 10;
const longestTime = 86400000;
const mostFlashes = 1000000;

/** Parses a payload of the control topics; a string is the reason why it is none. */
export function parseCommand(payload: string): Command | string {
  if (payload.length > longest) return "over " + longest + " bytes";
  const trimmed = payload.trim();
  if (trimmed.charAt(0) === "{") return parseJsonCommand(payload);
  const state = stateOf(trimmed.charAt(0) === '"' && trimmed.slice(-1) === '"' ? trimmed.slice(1, -1) : trimmed);
  return state ? { state: state } : "state must be one of on,off,toggle";
}

/** What a word asks for, in any case; undefined if it is none. */
function stateOf(word: string): "on" | "off" | "toggle" | undefined {
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
    const fault = takeKey(command, key, given[key]);
    if (fault) return fault;
  }
  const isCommand = command.state || command.brightness !== undefined || command.blink || command.for;
  return isCommand ? command : "give state, brightness, blink or for";
}

/** Puts a key of the JSON into the command. Returns what is wrong with it, "" for nothing. */
function takeKey(command: Command, key: string, value: unknown): string {
  switch (key) {
    case "state": {
      // The same words and values as without JSON.
      const state = isObject(value) || Array.isArray(value) ? undefined : stateOf(String(value));
      if (!state) return "state must be one of on,off,toggle";
      command.state = state;
      return "";
    }
    case "brightness":
      if (!isIn(value, 0, 1)) return "brightness must be 0..1";
      command.brightness = value;
      return "";
    case "for":
      if (!isTime(value)) return timeFault("for");
      command.for = value;
      return "";
    case "id":
      if (typeof value !== "string") return "id must be a text";
      command.id = value;
      return "";
    case "blink":
      return isObject(value) ? takeBlink(command, value) : "blink must be object";
  }
  return "unknown key " + key;
}

function takeBlink(command: Command, given: JsonObject): string {
  const blink: Blink = { on: 500, off: 500, count: 0 };
  for (const key in given) {
    const value = given[key];
    if (key === "on" || key === "off") {
      if (!isTime(value)) return timeFault("blink." + key);
      blink[key] = value;
    } else if (key === "count") {
      if (!isIn(value, 1, mostFlashes) || value % 1) return "blink.count must be 1.." + mostFlashes;
      blink.count = value;
    } else return "unknown key blink." + key;
  }
  command.blink = blink;
  return "";
}

function isIn(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && value >= least && value <= most;
}

function isTime(value: unknown): value is number {
  return isIn(value, shortestTime, longestTime);
}

function timeFault(key: string): string {
  return key + " must be " + shortestTime + ".." + longestTime;
}
