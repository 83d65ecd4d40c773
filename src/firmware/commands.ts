/** The command grammar of the control topics: a payload in, a command or the reason for a refusal out. */
import { parseJson } from "./text.ts";

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

/** Parses a payload of the control topics; a string is the reason why it is none. */
export function parseCommand(payload: string): Command | string {
  if (payload.length > 512) return "a command has at most 512 bytes, this one has " + payload.length;
  const word = payload.trim().toLowerCase();
  if (word === "") return "an empty command";
  if (word === "on" || word === "1" || word === "true") return { state: "on" };
  if (word === "off" || word === "0" || word === "false") return { state: "off" };
  if (word === "toggle") return { state: "toggle" };
  if (word.charAt(0) !== "{") return 'expected on, off, toggle, 1, 0, true, false or {"state":...}';
  try {
    return checkCommand(payload);
  } catch (error) {
    return (error as Error).message;
  }
}

interface Json {
  [key: string]: unknown;
}

/**
 * Takes the text, not what `parseJson` makes of it: where an argument throws, Espruino never lets go of the function that
 * it was meant for, with all that this one's scope holds.
 */
function checkCommand(payload: string): Command {
  const json = parseJson(payload) as Json;
  const command: Command = {};
  for (const key in json) {
    const value = json[key];
    if (key === "state") {
      if (value !== "on" && value !== "off" && value !== "toggle") refuse(key, "on, off or toggle");
      else command.state = value;
    } else if (key === "brightness") {
      if (typeof value !== "number" || value < 0 || value > 1) refuse(key, "0..1");
      else command.brightness = value;
    } else if (key === "blink") {
      command.blink = checkBlink(value);
    } else if (key === "for") {
      command.for = milliseconds(value, key);
    } else if (key === "id") {
      if (typeof value !== "string") refuse(key, "a string");
      else command.id = value;
    } else {
      refuse(key, "state, brightness, blink, for or id; this is no key");
    }
  }
  if (command.state === undefined && command.brightness === undefined && !command.blink && !command.for) {
    throw new Error("nothing to do: give state, brightness, blink or for");
  }
  return command;
}

function checkBlink(json: unknown): Blink {
  const blink: Blink = { on: 500, off: 500, count: 0 };
  if (typeof json !== "object" || json === null || Array.isArray(json)) refuse("blink", '{"on":ms,"off":ms,"count":n}');
  for (const key in json as Json) {
    const value = (json as Json)[key];
    if (key === "on") blink.on = milliseconds(value, "blink.on");
    else if (key === "off") blink.off = milliseconds(value, "blink.off");
    else if (key === "count") {
      if (typeof value !== "number" || value < 1 || value > 1000000 || value % 1) refuse("blink.count", "1..1000000");
      else blink.count = value;
    } else refuse("blink." + key, "on, off or count; this is no key");
  }
  return blink;
}

function milliseconds(value: unknown, key: string): number {
  if (typeof value !== "number" || value < 10 || value > 86400000) refuse(key, "10..86400000 ms"); // to a day
  return value;
}

function refuse(key: string, wanted: string): never {
  throw new Error(key + ": expected " + wanted);
}
