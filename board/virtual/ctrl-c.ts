/** Ctrl-C while a program hangs: the first breaks into the interpreter's debugger, which eats what is typed; the second ends the piece. */

const ctrlC = "\x03";

export class CtrlC {
  private _struck = 0;

  constructor(private readonly _print: (text: string) => void) {}

  /** What was typed after the second; undefined as long as the program goes on hanging. */
  typed(text: string): string | undefined {
    const [, ...after] = text.split(ctrlC);
    if (this._struck === 0 && after.length > 0) this._print("debug>");
    this._struck += after.length;
    if (this._struck < 2) return undefined;
    this._struck = 0;
    this._print("Execution Interrupted during event processing.\n");
    return after.at(-1) ?? "";
  }
}
