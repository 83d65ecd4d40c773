/** A serial cable between a board's console and the tools, in memory; it can be cut. */
import type { ProgrammableBoard } from "../../board/virtual/index.ts";
import { Ending, LinkLost, Listeners, type SerialLink } from "../../src/tools/serial/link.ts";

export class Cable implements SerialLink {
  readonly name = "the cable";
  /** Bytes that the tools have sent. */
  sent = 0;
  private readonly _data = new Listeners<Uint8Array>();
  private readonly _ending = new Ending();
  private readonly _unplug: () => void;

  /** @param cutAfter the cable is cut when so many bytes have gone to the board */
  constructor(
    private readonly board: ProgrammableBoard,
    private readonly cutAfter = Infinity,
  ) {
    this._unplug = board.onOutput((bytes) => this._data.tell(Buffer.from(bytes, "latin1")));
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this._ending.reason) return Promise.reject(this._ending.reason);
    const fits = bytes.subarray(0, this.cutAfter - this.sent);
    this.sent += fits.length;
    this.board.type(Buffer.from(fits).toString("latin1"));
    return fits.length < bytes.length ? Promise.reject(this.cut()) : Promise.resolve();
  }

  cut(): LinkLost {
    this._unplug();
    return this._ending.come(new LinkLost(`${this.name} is gone: was the cable pulled?`));
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this._data.add(listener);
  }

  onClose(listener: (reason: LinkLost) => void): () => void {
    return this._ending.on(listener);
  }

  close(): Promise<void> {
    this.cut();
    return Promise.resolve();
  }

  setBaud(): Promise<void> {
    return Promise.resolve();
  }

  setSignals(): Promise<boolean> {
    return Promise.resolve(false);
  }
}
