/**
 * A user at a board's console: keys go to the board as they are struck, what it prints goes to the screen. Editing a
 * line, its history and Ctrl-C are Espruino's own; only Ctrl-X is ours.
 */
import { UserError } from "../command-line/user-error.ts";
import { FlowControl } from "../serial/flow-control.ts";
import { LinkLost, type SerialLink } from "../serial/serial-link.ts";
import { ScreenFilter } from "./screen-filter.ts";

const ctrlC = 0x03;
const ctrlX = 0x18;
/** Forgets a line that somebody left unfinished, and asks for the prompt. */
const hello = Buffer.from("\x1b[2H\n", "latin1");

export interface UserTerminal {
  /** Returns a function that stops listening. */
  onKeys(listener: (keys: Uint8Array) => void): () => void;
  show(bytes: Uint8Array): void;
  /** Our own words, a line each. */
  note(line: string): void;
}

/** Resolves after `ms`; tests make it shorter. */
export type Wait = (ms: number) => Promise<void>;

/** ms between two attempts to open a port that has gone. */
const reopenEvery = 500;

/**
 * Joins a user and a board until the user leaves. When the port vanishes it is opened again for as long as it takes.
 * @param open opens the board's port; the first time it must succeed
 * @param leave ends it from outside
 */
export async function runConsoleSession(open: () => Promise<SerialLink>, terminal: UserTerminal, wait: Wait, leave: AbortSignal): Promise<void> {
  let link = await open();
  const session = new ConsoleSession(terminal, leave);
  try {
    terminal.note(`console of ${link.name}: Ctrl-X leaves, ding.help() lists what the node can do`);
    while ((await session.joinedTo(link)) === "gone") {
      terminal.note(`${link.name} is gone; waiting for it to come back (Ctrl-X leaves)`);
      const next = await openAgain(open, terminal, wait, session);
      if (!next) return;
      link = next;
      terminal.note(`${link.name} is back`);
    }
  } finally {
    session.end();
    await link.close();
  }
}

/** Undefined when the user leaves first. */
async function openAgain(open: () => Promise<SerialLink>, terminal: UserTerminal, wait: Wait, session: ConsoleSession): Promise<SerialLink | undefined> {
  let said = "";
  for (;;) {
    await Promise.race([wait(reopenEvery), session.left]);
    if (session.hasLeft) return undefined;
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // The first reason is that it is not there, which has been said.
      if (said !== "" && said !== error.message) terminal.note(error.message);
      said = error.message;
    }
  }
}

/** One run of the command, over as many links as the board's cable takes. */
class ConsoleSession {
  hasLeft = false;
  readonly left: Promise<void>;
  private _link: { raw: SerialLink; controlled: FlowControl } | undefined;
  private _leave: () => void = () => undefined;
  private readonly _stopKeys: () => void;

  constructor(
    private readonly _terminal: UserTerminal,
    private readonly _signal: AbortSignal,
  ) {
    this.left = new Promise((resolve) => {
      this._leave = () => {
        this.hasLeft = true;
        resolve();
      };
    });
    _signal.addEventListener("abort", this._leave);
    if (_signal.aborted) this._leave();
    this._stopKeys = _terminal.onKeys((keys) => this._keys(keys));
  }

  /** Resolves when the port is gone, or the user leaves. */
  async joinedTo(raw: SerialLink): Promise<"gone" | "left"> {
    const controlled = new FlowControl(raw);
    const screen = new ScreenFilter();
    const stop = controlled.onData((bytes) => this._terminal.show(screen.filter(bytes)));
    const gone = new Promise<"gone">((resolve) => {
      raw.onClose(() => resolve("gone"));
    });
    this._link = { raw, controlled };
    this._send(controlled, hello);
    const end = await Promise.race([gone, this.left.then(() => "left" as const)]);
    this._link = undefined;
    stop();
    if (end === "gone") await raw.close();
    return end;
  }

  end(): void {
    this._stopKeys();
    this._signal.removeEventListener("abort", this._leave);
  }

  private _keys(keys: Uint8Array): void {
    const leaving = keys.indexOf(ctrlX);
    const typed = leaving < 0 ? keys : keys.subarray(0, leaving);
    if (this._link && typed.length > 0) {
      const interrupt = typed.lastIndexOf(ctrlC);
      if (interrupt >= 0) {
        // Past what waits, which is dropped as at any terminal: the board that is to be stopped may be the one that asked to wait.
        this._link.controlled.dropUnsent();
        this._send(this._link.raw, Uint8Array.of(ctrlC));
      }
      this._send(this._link.controlled, typed.subarray(interrupt + 1));
    }
    if (leaving >= 0) this._leave();
  }

  private _send(link: SerialLink, bytes: Uint8Array): void {
    link.write(bytes).catch((error: unknown) => {
      // The end of the link is told where it is waited for.
      if (!(error instanceof LinkLost)) throw error;
    });
  }
}
