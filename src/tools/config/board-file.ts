/** A board as a file of board/pins describes it: its own button and LED, and its pins. */
import type { PinTable, PinUse } from "../../../board/board.ts";
import { isObject, type JsonObject } from "../../firmware/validate.ts";

export interface BoardFile {
  readonly name: string;
  readonly button: { readonly pin: string; readonly activeLow: boolean };
  readonly led: { readonly pin: string; readonly activeLow: boolean };
  readonly pins: PinTable;
}

const uses: readonly PinUse[] = ["button", "input", "output", "analog"];

function isPart(value: unknown): value is BoardFile["led"] {
  return isObject(value) && typeof value["pin"] === "string" && typeof value["activeLow"] === "boolean";
}

function isPinTable(value: unknown): value is PinTable {
  const isPin = (pin: unknown): boolean => isObject(pin) && Array.isArray(pin["can"]) && pin["can"].every((use) => uses.includes(use as PinUse));
  return isObject(value) && Object.values(value).every(isPin);
}

/** Undefined if it does not describe a board. */
export function asBoardFile(value: unknown): BoardFile | undefined {
  if (!isObject(value)) return undefined;
  const { name, button, led, pins } = value;
  if (typeof name !== "string" || !isPart(button) || !isPart(led) || !isPinTable(pins)) return undefined;
  return { name, button, led, pins };
}

/** The pins that can be used so, in the board's own order. */
export function pinsFor(pins: PinTable, use: PinUse): string[] {
  return Object.keys(pins).filter((name) => pins[name]?.can.includes(use));
}

/** The defaults of the node on this board: where `device` is silent, the board's own button and LED, which is off at power-on. */
export function completedBy(board: BoardFile, device: JsonObject): JsonObject {
  // What is given keeps its order: it is that of the tables.
  const part = (own: object, given: unknown): unknown => (isObject(given) ? { ...given, ...own, ...given } : (given ?? own));
  return { ...device, button: part(board.button, device["button"]), led: part({ ...board.led, restore: "off" }, device["led"]) };
}
