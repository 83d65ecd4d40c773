/**
 * What flash does while it is written: counts the operations, and lets a test cut the power within one of them. Until the next
 * power-on nothing more is written then, whatever the program still does.
 */

export interface FlashOperation {
  /** Counts from 1, over Storage and the region beside it. */
  readonly number: number;
  readonly kind: "write" | "erase";
  readonly place: "storage" | "region";
  /** Bytes. */
  readonly length: number;
}

/** How far an operation came before the power went. */
export interface Torn {
  /** Bytes that are as they should be. */
  readonly bytes: number;
  /** Bits of the next byte that did not change any more; default 255, all of them. An erase with less began at the page's end. */
  readonly stuck?: number;
}

/** Asked before each operation: undefined lets it happen. */
export type Cut = (operation: FlashOperation) => Torn | undefined;

export class FlashPower {
  operations = 0;
  cut: Cut | undefined;
  private _isOff = false;
  private _stop: () => never = () => {
    throw new Error("the board has no power");
  };

  get isOff(): boolean {
    return this._isOff;
  }

  /** The chip has power again. `stop` ends its program when the power goes. */
  on(stop: () => never): void {
    this._isOff = false;
    this._stop = stop;
  }

  /** Does `apply` with the bytes that get done, and with the bits of the next byte that stay as they were. */
  operate(place: FlashOperation["place"], kind: FlashOperation["kind"], length: number, apply: (bytes: number, stuck: number) => void): void {
    if (this._isOff) return this._stop();
    this.operations++;
    const torn = this.cut?.({ number: this.operations, kind, place, length });
    if (!torn) return apply(length, 255);
    apply(Math.min(torn.bytes, length), torn.stuck ?? 255);
    this._isOff = true;
    this._stop();
  }
}

/** A byte that was being programmed: bits can only become 0. */
export function programmed(before: number, wanted: number, stuck: number): number {
  return before & (wanted | stuck);
}
