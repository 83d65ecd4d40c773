/** The keyboard of the simulator: single keys, taken as they are struck. */
import type { ReadStream } from "node:tty";

export type Key = "press" | "double" | "long" | "light" | "wifi" | "broker" | "quit";

/** Keys and what they do, in the order in which they are shown. */
const bindings: readonly { shown: string; does: string; key: Key; bytes: readonly string[] }[] = [
  { shown: "space", does: "press", key: "press", bytes: [" "] },
  { shown: "d", does: "double press", key: "double", bytes: ["d", "D"] },
  { shown: "h", does: "hold", key: "long", bytes: ["h", "H"] },
  { shown: "l", does: "light", key: "light", bytes: ["l", "L"] },
  { shown: "w", does: "Wi-Fi", key: "wifi", bytes: ["w", "W"] },
  { shown: "b", does: "broker", key: "broker", bytes: ["b", "B"] },
  // In raw mode Ctrl-C and Ctrl-D arrive as bytes, not as a signal or an end.
  { shown: "q", does: "quit", key: "quit", bytes: ["q", "Q", "\u0003", "\u0004"] },
];

/** The keys on one line. */
export const keysShown: string = bindings.map(({ shown, does }) => `${shown} ${does}`).join(" · ");

/** Escape, and what follows it: `[` with parameters and a letter (`[[` on the Linux console), `O` and a letter, or the key that Alt was held with. */
const escapeSequence = /\u001b+(?:\[\[?[0-?]*[@-~]|O[ -~]|[ -~])?/g;

/** Which keys a piece of input holds. Arrows and other keys that send several bytes mean nothing; what is struck after them does. */
export function keysIn(input: string): Key[] {
  return Array.from(input.replace(escapeSequence, "")).flatMap((byte) => bindings.filter(({ bytes }) => bytes.includes(byte)).map(({ key }) => key));
}

/** What a process ends with when Ctrl-C ends it: 128 + SIGINT. */
const interrupted = 130;

/** The terminal's keys, from when it is made until it is released. It echoes none of them. */
export class Keyboard {
  private readonly _terminal: ReadStream;
  /** Until somebody listens: only the key that quits means something. */
  private _listener: (key: Key) => void = (key) => {
    if (key === "quit") process.exit(interrupted);
  };
  private readonly _take = (input: Buffer): void => {
    for (const key of keysIn(input.toString("latin1"))) this._listener(key);
  };
  // Whatever ends the process, the terminal must not be left raw.
  private readonly _restore = (): void => void this._terminal.setRawMode(false);

  constructor(terminal: ReadStream) {
    this._terminal = terminal;
    terminal.setRawMode(true);
    terminal.on("data", this._take);
    terminal.resume();
    process.once("exit", this._restore);
  }

  /** From now on the keys go to this listener. */
  onKey(listener: (key: Key) => void): void {
    this._listener = listener;
  }

  /** Leaves the terminal as it was. */
  release(): void {
    process.off("exit", this._restore);
    this._terminal.off("data", this._take);
    this._restore();
    this._terminal.pause();
  }
}
