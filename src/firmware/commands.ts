/** The command grammar of the control topics: a payload in, a command or the reason for a refusal out. */
import { isPlain, merge, type Plain } from "./rules.ts";
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

/** What a command may hold, as rules.ts wants it; the defaults of a blink count. */
function commandTable(): Plain {
  return {
    "state on off toggle": "",
    "brightness 0 1 .": 1,
    blink: { "on 10 864e5 .": 500, "off 10 864e5 .": 500, "count 1 1e6": 0 },
    "for 10 864e5 .": 0,
    id: "",
  };
}

/** Parses a payload of the control topics; a string is the reason why it is none. */
export function parseCommand(payload: string): Command | string {
  if (payload.length > 512) return "over 512 bytes";
  const word = payload.trim().toLowerCase();
  const state = word === "1" || word === "true" ? "on" : word === "0" || word === "false" ? "off" : word;
  const json = word.charAt(0) === "{" ? parseJson(payload) : { state: state };
  if (!isPlain(json)) return "bad JSON";
  const command = {};
  let refusal = "";
  merge(command, commandTable(), json, "", function (fault) {
    refusal = refusal || fault; // only the first counts
  });
  const keys = Object.keys(command).join();
  return refusal || (keys && keys !== "id" ? command : "give state, brightness, blink or for");
}
