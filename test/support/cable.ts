/** A serial cable between a board's console and the tools, in memory; it can be cut. */
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import type { LinkLost } from "../../src/tools/serial/serial-link.ts";
import { MemoryLink } from "./memory-link.ts";

export class Cable extends MemoryLink {
  /** Bytes that the tools have sent. */
  sent = 0;
  private readonly _unplug: () => void;

  /** @param _cutAfter the cable is cut when so many bytes have gone to the board */
  constructor(
    private readonly _board: ProgrammableBoard,
    private readonly _cutAfter = Infinity,
  ) {
    super("the cable");
    this._unplug = _board.onOutput((bytes) => this.data.tell(Buffer.from(bytes, "latin1")));
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.ending.reason) return Promise.reject(this.ending.reason);
    const fits = bytes.subarray(0, this._cutAfter - this.sent);
    this.sent += fits.length;
    this._board.type(Buffer.from(fits).toString("latin1"));
    return fits.length < bytes.length ? Promise.reject(this.cut()) : Promise.resolve();
  }

  override cut(): LinkLost {
    this._unplug();
    return super.cut();
  }

  setBaud(): Promise<void> {
    return Promise.resolve();
  }

  setSignals(): Promise<boolean> {
    return Promise.resolve(false);
  }
}
