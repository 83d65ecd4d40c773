/** One direction of a shaped link: bytes in order, which leave at a given rate, or wait while the link is silent. */
import type { Clock } from "./clock.ts";

/** Bytes leave in pieces that take about this long, ms: a change of the rate takes effect with the next piece. */
const pieceTime = 100;

export class Lane {
  private readonly _chunks: string[] = [];
  private _waiting = 0;
  private _rate: number | undefined;
  private _isHeld = false;
  private _isOver = false;
  private _cancel: (() => void) | undefined;

  /**
   * @param _deliver takes bytes and returns how many; 0: try again at the next `step`
   * @param _finish called once, after `end` and the last byte
   */
  constructor(
    private readonly _clock: Clock,
    private readonly _deliver: (bytes: string) => number,
    private readonly _finish: () => void,
  ) {}

  /** Bytes that wait. */
  get waiting(): number {
    return this._waiting;
  }

  /** @param rate bytes a second; undefined: no limit. */
  shape(rate: number | undefined, isHeld: boolean): void {
    this._rate = rate;
    this._isHeld = isHeld;
    this._cancel?.();
    this._cancel = undefined;
    this.step();
  }

  push(bytes: string): void {
    if (bytes === "" || this._isOver) return;
    this._chunks.push(bytes);
    this._waiting += bytes.length;
    this.step();
  }

  /** Nothing follows what waits. */
  end(): void {
    if (this._isOver) return;
    this._isOver = true;
    this._chunks.push(""); // marks the end
    this.step();
  }

  /** Loses what waits, and delivers nothing more. */
  drop(): void {
    this._cancel?.();
    this._cancel = undefined;
    this._chunks.length = this._waiting = 0;
    this._isOver = true;
  }

  /** Delivers what is due. */
  step(): void {
    while (!this._isHeld && !this._cancel) {
      const first = this._chunks[0];
      if (first === undefined) return;
      if (first === "") {
        this._chunks.shift();
        this._finish();
      } else if (this._rate === undefined) {
        if (!this._send(first)) return;
      } else {
        const piece = first.slice(0, Math.max(1, Math.floor((this._rate * pieceTime) / 1000)));
        this._cancel = this._clock.after((piece.length * 1000) / this._rate, () => {
          this._cancel = undefined;
          if (this._send(piece)) this.step();
        });
      }
    }
  }

  /** Returns false when nothing was taken. */
  private _send(bytes: string): boolean {
    const sent = this._deliver(bytes);
    const first = this._chunks[0];
    // Whoever takes the bytes may have dropped the rest.
    if (sent === 0 || first === undefined) return false;
    this._waiting -= sent;
    if (sent < first.length) this._chunks[0] = first.slice(sent);
    else this._chunks.shift();
    return true;
  }
}
