/** Ctrl-C while a program hangs: the first one enters the interpreter's debugger, which swallows input; the second one interrupts the program. */

const ctrlC = "\x03";

export class CtrlC {
  private _count = 0;

  constructor(private readonly _print: (text: string) => void) {}

  /** Returns what was typed after the second Ctrl-C; undefined while the program still hangs. */
  typed(text: string): string | undefined {
    const [, ...after] = text.split(ctrlC);
    if (this._count === 0 && after.length > 0) this._print("debug>");
    this._count += after.length;
    if (this._count < 2) return undefined;
    this._count = 0;
    this._print("Execution Interrupted during event processing.\n");
    return after.at(-1) ?? "";
  }
}
