/** Parsers for the values of options. Each names what it takes when the value is not that. */
import { InvalidArgumentError } from "commander";
import { shellHint } from "../mqtt/topic-faults.ts";

/** An option parser that takes whole numbers in `from`..`to` and names the range otherwise. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < from || value > to) {
      throw new InvalidArgumentError(`It must be a whole number from ${from} to ${to}.`);
    }
    return value;
  };
}

/** An option parser that takes seconds, fractions allowed, above 0 and up to a day. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value <= 0 || value > 86_400) {
    throw new InvalidArgumentError("It must be seconds, more than 0 and at most 86400.");
  }
  return value;
}

/** An option parser that takes a node's name. */
export function nodeName(text: string): string {
  if (text === "" || /[+#/]/.test(text)) throw new InvalidArgumentError("It must be a node's name, which has no +, # or /.");
  return text;
}

/** An option parser that takes the beginning of a node's topics. */
export function baseTopic(text: string): string {
  const hint = shellHint(text);
  if (hint !== undefined) throw new InvalidArgumentError(`${hint}.`);
  if (text === "" || /[+#]|\/$/.test(text)) {
    throw new InvalidArgumentError("It must be the beginning of a node's topics, which has no + or #, and no / at its end.");
  }
  return text;
}

/** An option parser for an option that may be given several times. */
export function collected(text: string, before: readonly string[]): string[] {
  return [...before, text];
}
