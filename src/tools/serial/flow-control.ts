/** XON/XOFF, by which Espruino's console says that its input buffer is nearly full. Not for a line that carries binary data. */
import { LinkThrough, Listeners, type SerialLink } from "./serial-link.ts";

const xon = 0x11;
const xoff = 0x13;

/** Bytes that are on their way when an XOFF comes: few enough for what the chip keeps free then. */
const piece = 128;
/** ms after which an XOFF is void: a board that restarts forgets that it sent one. */
const forgotten = 3_000;

export class FlowControl extends LinkThrough {
  private readonly _data = new Listeners<Uint8Array>();
  private readonly _wake = new Listeners<undefined>();
  private _paused = false;
  /** How often what waited was dropped. */
  private _drops = 0;
  private _last: Promise<void> = Promise.resolve();

  constructor(link: SerialLink) {
    super(link);
    link.onData((bytes) => this._received(bytes));
    link.onClose(() => this._resume());
  }

  override write(bytes: Uint8Array): Promise<void> {
    const drops = this._drops;
    const mine = this._last.then(() => this._write(bytes, drops));
    this._last = mine.catch(() => undefined); // its own caller hears of it
    return mine;
  }

  /** Drops what has not gone out yet; those writes end as if it had. */
  dropUnsent(): void {
    this._drops++;
  }

  override onData(listener: (bytes: Uint8Array) => void): () => void {
    return this._data.add(listener);
  }

  private async _write(bytes: Uint8Array, drops: number): Promise<void> {
    for (let at = 0; at < bytes.length; at += piece) {
      if (this._paused) await this._untilResumed();
      if (drops !== this._drops) return;
      await this.link.write(bytes.subarray(at, at + piece));
    }
  }

  private _untilResumed(): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(() => this._resume(), forgotten);
      const stop = this._wake.add(() => {
        clearTimeout(late);
        stop();
        resolve();
      });
    });
  }

  private _resume(): void {
    this._paused = false;
    this._wake.tell(undefined);
  }

  private _received(bytes: Uint8Array): void {
    const last = bytes.findLast((byte) => byte === xon || byte === xoff);
    if (last === xoff) this._paused = true;
    else if (last === xon) this._resume();
    const rest = last === undefined ? bytes : bytes.filter((byte) => byte !== xon && byte !== xoff);
    if (rest.length > 0) this._data.tell(rest);
  }
}
