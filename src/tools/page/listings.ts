/** The practical's Python programs, filled in with a broker's address. The files in listings/ are complete programs themselves. */
import { readFileSync } from "node:fs";

/** Of each program there is one in the form of paho 1.x and one for paho 2. */
export const listingNames = ["subscriber-paho1.py", "publisher-paho1.py", "subscriber-paho2.py", "publisher-paho2.py"] as const;
export type ListingName = (typeof listingNames)[number];

export interface ListingBroker {
  host: string;
  port: number;
  /** The first part of the topics. */
  base: string;
}

/** The program's text. */
export function listing(name: ListingName, broker: ListingBroker): string {
  return fillIn(readFileSync(new URL(`listings/${name}`, import.meta.url), "utf8"), broker);
}

/** Puts the address into a program's first lines. */
export function fillIn(program: string, { host, port, base }: ListingBroker): string {
  // A text in JSON is a text in Python.
  return [
    ["BROKER", JSON.stringify(host)],
    ["PORT", String(port)],
    ["BASE", JSON.stringify(base)],
  ].reduce((text, [name, value]) => replaceValue(text, name ?? "", value ?? ""), program);
}

function replaceValue(program: string, name: string, value: string): string {
  const line = new RegExp(`^${name} = \\S+`, "m");
  if (!line.test(program)) throw new Error(`the program has no line ${name} = ...`);
  return program.replace(line, () => `${name} = ${value}`);
}
