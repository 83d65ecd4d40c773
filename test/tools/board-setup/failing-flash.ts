/** Flash whose power fails: at one of the steps of which writing consists, before it or in its midst. */
import { Flash, VirtualEsp32 } from "../../../board/virtual/index.ts";
import { Cable } from "../../support/cable.ts";

export class FailingFlash extends Flash {
  /** Steps that were done: erasing a name, writing a header, writing data. */
  steps = 0;
  /** The step in which the power failed was one that can be half done. */
  canTear = false;
  private _isDead = false;

  /**
   * @param files what is there to begin with
   * @param _last the step in which the power fails
   * @param _torn the step is half done then; else it was not begun
   * @param _died is called at once
   */
  constructor(
    files: ReadonlyMap<string, string>,
    private readonly _last = Infinity,
    private readonly _torn = false,
    private readonly _died: () => void = () => undefined,
  ) {
    super();
    for (const [name, contents] of files) {
      super.create(name, contents.length);
      super.overwrite(name, contents);
    }
    this.steps = 0;
  }

  /** What the power cut left. */
  contents(): Map<string, string> {
    return new Map(this.names().map((name) => [name, this.read(name) ?? ""]));
  }

  override create(name: string, size: number): boolean {
    this.erase(name);
    if (this._next()) super.create(name, size);
    return true;
  }

  override erase(name: string): boolean {
    if (this.read(name) === undefined) return false;
    if (this._next()) super.erase(name);
    return true;
  }

  override overwrite(name: string, contents: string): void {
    const goes = this._next();
    if (goes) super.overwrite(name, contents);
    else if (this.steps !== this._last) return;
    this.canTear = !goes;
    if (!goes && this._torn) super.overwrite(name, half(this.read(name) ?? "", contents));
  }

  /** Whether there still is power for the next step. */
  private _next(): boolean {
    if (this._isDead) {
      this.steps++; // past the last: nothing is torn twice
      return false;
    }
    if (++this.steps < this._last) return true;
    this._isDead = true;
    this._died();
    return false;
  }
}

/** The first half of what changes has changed. */
function half(before: string, after: string): string {
  const changes = Array.from(after, (_, i) => i).filter((i) => after[i] !== before[i]);
  const at = changes[changes.length >> 1] ?? 0;
  return after.slice(0, at) + before.slice(at);
}

/** A board on a cable whose power fails at a step of writing. The flash starts with `files`. */
export function failingBoard(files: ReadonlyMap<string, string>, step: number, torn: boolean): { memory: FailingFlash; board: VirtualEsp32; cable: Cable } {
  const power = { cut: (): void => undefined };
  const memory = new FailingFlash(files, step, torn, () => power.cut());
  const board = new VirtualEsp32({ flash: memory });
  const cable = new Cable(board);
  power.cut = () => {
    cable.cut();
    void board.powerOff();
  };
  return { memory, board, cable };
}
