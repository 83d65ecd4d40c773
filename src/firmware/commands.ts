/** The command grammar of the control topics: a payload in, a command or the reason for a refusal out. */
import { text } from "./text.ts";

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

interface Json {
  [key: string]: unknown;
}

/** Why the command is refused; "" as long as it is not. Not an exception: what text.ts says of them holds here too. */
let refusal = "";

/** Only the first reason counts. */
function refuse(why: string): void {
  if (!refusal) refusal = why;
}

function within(value: unknown, key: string, from: number, to: number, unit: string): number {
  if (typeof value === "number" && value >= from && value <= to) return value;
  refuse(key + ": expected " + from + ".." + to + unit);
  return 0;
}

function milliseconds(value: unknown, key: string): number {
  return within(value, key, 10, 86400000, " ms"); // to a day
}

function parseBlink(json: unknown): Blink {
  const blink: Blink = { on: 500, off: 500, count: 0 };
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    refuse('blink: expected {"on":ms,"off":ms,"count":n}');
  } else {
    for (const key in json as Json) {
      const value = (json as Json)[key];
      if (key === "on" || key === "off") blink[key] = milliseconds(value, "blink." + key);
      else if (key === "count") {
        blink.count = within(typeof value === "number" && value % 1 ? 0 : value, "blink.count", 1, 1000000, "");
      } else refuse("blink." + key + ": expected on, off or count; this is no key");
    }
  }
  return blink;
}

function parseObject(payload: string): Command {
  const json = text().parseJson(payload, function (why) {
    refuse(why);
  }) as Json;
  const command: Command = {};
  // Text that is no JSON has no keys.
  for (const key in json) {
    const value = json[key];
    if (key === "state") {
      if (value === "on" || value === "off" || value === "toggle") command.state = value;
      else refuse("state: expected on, off or toggle");
    } else if (key === "brightness") {
      command.brightness = within(value, key, 0, 1, "");
    } else if (key === "blink") {
      command.blink = parseBlink(value);
    } else if (key === "for") {
      command.for = milliseconds(value, key);
    } else if (key === "id") {
      if (typeof value === "string") command.id = value;
      else refuse("id: expected a string");
    } else {
      refuse(key + ": expected state, brightness, blink, for or id; this is no key");
    }
  }
  if (command.state === undefined && command.brightness === undefined && !command.blink && !command.for) {
    refuse("nothing to do: give state, brightness, blink or for");
  }
  return command;
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
  refusal = "";
  const command = parseObject(payload);
  const why = refusal;
  refusal = "";
  return why || command;
}

/** In RAM only while a command is looked at. */
export function commands(): { parse: typeof parseCommand } {
  "on demand";
  return { parse: parseCommand };
}
