/** The keyboard of the simulator: single keys, taken as they are struck. */
import type { ReadStream } from "node:tty";

export type Key = "press" | "wifi" | "broker" | "quit";

/** Keys and what they do, in the order in which they are shown. */
const bindings: readonly { shown: string; does: string; key: Key; bytes: readonly string[] }[] = [
  { shown: "space", does: "press", key: "press", bytes: [" "] },
  { shown: "w", does: "Wi-Fi", key: "wifi", bytes: ["w", "W"] },
  { shown: "b", does: "broker", key: "broker", bytes: ["b", "B"] },
  // In raw mode Ctrl-C and Ctrl-D arrive as bytes, not as a signal or an end.
  { shown: "q", does: "quit", key: "quit", bytes: ["q", "Q", "\u0003", "\u0004"] },
];

/** The keys on one line. */
export const keysShown: string = bindings.map(({ shown, does }) => `${shown} ${does}`).join(" · ");

/** Which keys a piece of input holds. Arrows and other keys that send several bytes mean nothing. */
export function keysIn(input: string): Key[] {
  if (input.startsWith("\u001b")) return [];
  return Array.from(input).flatMap((byte) => bindings.filter(({ bytes }) => bytes.includes(byte)).map(({ key }) => key));
}

/** Takes keys from a terminal until the returned function is called, which leaves the terminal as it was. */
export function takeKeys(terminal: ReadStream, onKey: (key: Key) => void): () => void {
  const take = (input: Buffer): void => {
    for (const key of keysIn(input.toString("latin1"))) onKey(key);
  };
  terminal.setRawMode(true);
  terminal.on("data", take);
  terminal.resume();
  return () => {
    terminal.off("data", take);
    terminal.setRawMode(false);
    terminal.pause();
  };
}
