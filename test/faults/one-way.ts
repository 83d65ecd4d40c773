/** One direction of a link: bytes pass at a pace, in pieces of a size; or they are lost. */
import type { Duplex } from "node:stream";
import type { Clock } from "../../board/virtual/index.ts";

export interface Pace {
  /** ms between pieces; Infinity: nothing passes, and nothing is lost. */
  every: number;
  /** Bytes of a piece, at most. */
  size: number;
}

export class OneWay {
  private _waiting = Buffer.alloc(0);
  private _isOver = false;
  private _isLost = false;
  private _cancel: (() => void) | undefined;

  constructor(
    from: Duplex,
    private readonly _to: Duplex,
    private readonly _clock: Clock,
    private _pace: Pace,
  ) {
    from.on("data", (bytes: Buffer) => this.push(bytes));
    from.on("error", () => undefined); // "close" follows
    from.on("end", () => this._end());
    from.on("close", () => this._end());
  }

  set pace(pace: Pace) {
    this._pace = pace;
    this._cancel?.();
    this._cancel = undefined;
    this._go();
  }

  /** Whatever comes from now on is lost, the end as well. */
  lose(): void {
    this._isLost = true;
    this._cancel?.();
  }

  push(bytes: Buffer): void {
    this._waiting = Buffer.concat([this._waiting, bytes]);
    this._go();
  }

  private _end(): void {
    this._isOver = true;
    this._go();
  }

  private _go(): void {
    const { every } = this._pace;
    if (this._isLost || this._cancel || every === Infinity) return;
    if (this._waiting.length === 0 && !this._isOver) return;
    this._cancel = this._clock.after(every, () => {
      this._cancel = undefined;
      this._step();
    });
  }

  private _step(): void {
    if (this._waiting.length === 0) {
      this._to.end();
      return;
    }
    if (this._to.writable) this._to.write(this._waiting.subarray(0, this._pace.size));
    this._waiting = this._waiting.subarray(Math.min(this._pace.size, this._waiting.length));
    this._go();
  }
}
