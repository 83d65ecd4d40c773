/** A scenario: what is done to the boards, second by second, as a JSON file says it (docs/scenarios.md). */
import { isObject } from "../../firmware/validate.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { JsonError, parseJsonFile } from "../config/json-file.ts";
import { topicFault } from "../mqtt/topic-faults.ts";
import type { Gesture } from "./press-queue.ts";
import type { PublishedMessage } from "./published.ts";

export type Action =
  /** `button`: its name; undefined: the first */
  | { kind: "press"; gesture: Gesture; times: number; node: number; button: string | undefined }
  | { kind: "power"; on: boolean; node: number }
  /** 0..1 */
  | { kind: "light"; level: number; node: number }
  | { kind: "wifi"; up: boolean }
  | { kind: "broker"; up: boolean }
  | { kind: "silent"; silent: boolean }
  | { kind: "slow"; bytesPerSecond: number | undefined }
  | { kind: "publish"; message: PublishedMessage };

export interface Step {
  /** Seconds. */
  at: number;
  action: Action;
}

export interface Scenario {
  name: string;
  /** Boards that it needs. */
  nodes: number;
  seed: number;
  /** Seconds. */
  duration: number;
  /** In the order of time. */
  steps: readonly Step[];
}

/** Seconds that follow the last step where the file does not say. */
const afterwards = 30;
const mostNodes = 20;
const mostSteps = 1000;
/** Seconds: a day. */
const longest = 86_400;
/** As from the page. */
const highestBytesPerSecond = 1e9;

/**
 * Reads a scenario's file.
 * @param origin what to call the file in a fault
 * @throws {UserError} that names the place, and what to write instead
 */
export function readScenario(bytes: Uint8Array, origin: string): Scenario {
  try {
    return scenarioOf(parseJsonFile(bytes));
  } catch (error) {
    if (!(error instanceof JsonError) && !(error instanceof Misread)) throw error;
    throw new UserError(`${origin}: ${error.message}`, exitCodes.usage);
  }
}

/** What is wrong with a scenario, and where. */
class Misread extends Error {
  constructor(place: string, what: string) {
    super(place === "" ? what : `${place}: ${what}`);
  }
}

function scenarioOf(file: Readonly<Record<string, unknown>>): Scenario {
  refuseUnknown(file, "", ["name", "nodes", "seed", "duration", "steps"]);
  const { name, nodes = 1, seed = 1, steps } = file;
  if (typeof name !== "string" || name.trim() === "") throw new Misread("name", 'it must be text, such as "An outage"');
  if (!Array.isArray(steps) || steps.length === 0) throw new Misread("steps", 'it must be a list with at least one step, such as { "at": 2, "wifi": "off" }');
  if (steps.length > mostSteps) throw new Misread("steps", `there are ${steps.length}: at most ${mostSteps} are allowed`);
  const count = whole(nodes, "nodes", 1, mostNodes);
  const read = steps.map((step: unknown, index) => stepOf(step, `steps[${index}]`, count));
  const last = Math.max(...read.map(({ at }) => at));
  const duration = file["duration"] === undefined ? last + afterwards : seconds(file["duration"], "duration");
  if (duration < last) throw new Misread("duration", `it must be at least ${last}: the last step is due then`);
  return {
    name,
    nodes: count,
    seed: whole(seed, "seed", 0, 2 ** 31 - 1),
    duration,
    steps: read.sort((a, b) => a.at - b.at),
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** What an action is done to. */
interface Target {
  /** The board, counted from 1. */
  node: number;
  button: string | undefined;
}

type ReadAction = (value: unknown, place: string, target: Target) => Action;

/** By the key that names it; `of`: what it is done to. */
const actions: Readonly<Record<string, { of: "button" | "board" | "all boards"; read: ReadAction }>> = {
  press: { of: "button", read: (value, place, target) => ({ kind: "press", gesture: "single", times: times(value, place), ...target }) },
  double: { of: "button", read: (value, place, target) => ({ kind: "press", gesture: "double", times: times(value, place), ...target }) },
  hold: { of: "button", read: (value, place, target) => ({ kind: "press", gesture: "long", times: times(value, place), ...target }) },
  power: { of: "board", read: (value, place, { node }) => ({ kind: "power", on: isOn(value, place), node }) },
  light: { of: "board", read: (value, place, { node }) => ({ kind: "light", level: fraction(value, place), node }) },
  wifi: { of: "all boards", read: (value, place) => ({ kind: "wifi", up: isOn(value, place) }) },
  broker: { of: "all boards", read: (value, place) => ({ kind: "broker", up: isOn(value, place) }) },
  silent: { of: "all boards", read: (value, place) => ({ kind: "silent", silent: isOn(value, place) }) },
  slow: { of: "all boards", read: (value, place) => ({ kind: "slow", bytesPerSecond: bytesPerSecond(value, place) }) },
  publish: { of: "all boards", read: (value, place) => ({ kind: "publish", message: messageOf(value, place) }) },
};

function stepOf(step: unknown, place: string, nodes: number): Step {
  if (!isObject(step)) throw new Misread(place, 'a step is an object, such as { "at": 2, "wifi": "off" }');
  const names = Object.keys(actions);
  refuseUnknown(step, place, ["at", "node", "button", ...names]);
  const [name, ...others] = names.filter((each) => each in step);
  if (name === undefined) throw new Misread(place, `it must say what to do: ${names.join(", ")}`);
  if (others[0] !== undefined) throw new Misread(place, `${name} and ${others[0]} are two steps: give each its own { "at": ... }`);
  const action = actions[name];
  if (action === undefined) throw new Error(`no action ${name}`);
  if ("node" in step && action.of === "all boards") throw new Misread(`${place}.node`, `${name} is for all boards: leave node out`);
  if ("button" in step && action.of !== "button") throw new Misread(`${place}.button`, `${name} presses no button: leave button out`);
  const { node = 1, button } = step;
  const target = { node: boardOf(node, `${place}.node`, nodes), button: button === undefined ? undefined : buttonOf(button, `${place}.button`) };
  return {
    at: seconds(step["at"], `${place}.at`),
    action: action.read(step[name], `${place}.${name}`, target),
  };
}

function refuseUnknown(fields: Fields, place: string, known: readonly string[]): void {
  const unknown = Object.keys(fields).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new Misread(place, `there is no key "${unknown}": the keys are ${known.join(", ")}`);
}

function seconds(value: unknown, place: string): number {
  if (typeof value === "number" && value >= 0 && value <= longest) return value;
  throw new Misread(place, `it must be seconds, from 0 to ${longest}`);
}

function whole(value: unknown, place: string, from: number, to: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= from && value <= to) return value;
  throw new Misread(place, `it must be a whole number from ${from} to ${to}`);
}

function boardOf(value: unknown, place: string, nodes: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= nodes) return value;
  const boards = nodes === 1 ? "there is one board, 1" : `the boards are 1 to ${nodes}`;
  throw new Misread(place, `${boards}; "nodes" says how many there are`);
}

function buttonOf(value: unknown, place: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new Misread(place, 'it must be the name of a button, such as "door"; without it, it is the first');
}

function times(value: unknown, place: string): number {
  return whole(value, place, 1, 1000);
}

function isOn(value: unknown, place: string): boolean {
  if (value === "on") return true;
  if (value === "off") return false;
  throw new Misread(place, 'it must be "on" or "off"');
}

function fraction(value: unknown, place: string): number {
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  throw new Misread(place, "it must be a number from 0, dark, to 1");
}

function bytesPerSecond(value: unknown, place: string): number | undefined {
  if (value === "off") return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= highestBytesPerSecond) return value;
  throw new Misread(place, `it must be bytes a second, a whole number from 1 to ${highestBytesPerSecond}, or "off"`);
}

function messageOf(value: unknown, place: string): PublishedMessage {
  if (!isObject(value)) throw new Misread(place, 'it must be an object, such as { "topic": "/kv6003/control/led", "payload": "toggle" }');
  refuseUnknown(value, place, ["topic", "payload", "qos", "retain"]);
  const { topic, payload = "", qos = 0, retain = false } = value;
  if (typeof topic !== "string") throw new Misread(`${place}.topic`, 'it must be text, such as "/kv6003/control/led"');
  const fault = topicFault(topic);
  if (fault !== undefined) throw new Misread(`${place}.topic`, fault);
  if (typeof payload !== "string") throw new Misread(`${place}.payload`, 'it must be text, such as "toggle"; JSON goes into it as text too');
  if (qos !== 0 && qos !== 1 && qos !== 2) throw new Misread(`${place}.qos`, "it must be 0, 1 or 2");
  if (typeof retain !== "boolean") throw new Misread(`${place}.retain`, "it must be true or false");
  return { topic, payload: Buffer.from(payload), qos, retain };
}
