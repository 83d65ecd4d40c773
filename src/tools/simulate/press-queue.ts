/** Presses of the BOOT button: one after the other, each long enough to outlast the debounce. */
import type { Devboard } from "../../../board/shared/index.ts";
import { realClock, type Clock } from "../../../board/virtual/index.ts";

export interface Button {
  pin: string;
  /** Pressed reads as 0, as with the DevKit's button to GND. */
  activeLow: boolean;
  /** ms */
  debounce: number;
  /** ms after which a press is a long press */
  long: number;
}

/** What a finger can do: one press, two in quick succession, or one that is held. */
export type Gesture = "single" | "double" | "long";

/** Presses that may wait. A key that is held down repeats faster than a finger taps; the rest of its repeats is dropped. */
const mostWaiting = 3;

/** How long a single press takes from one to the next, ms. */
export function pressPeriod(button: Button): number {
  return 2 * tap(button);
}

export class PressQueue {
  private readonly _board: Pick<Devboard, "drive">;
  private readonly _button: Button;
  private readonly _clock: Clock;
  private _waiting = 0;
  private _last: Promise<void> = Promise.resolve();
  private _stopped = false;

  constructor(board: Pick<Devboard, "drive">, button: Button, clock: Clock = realClock) {
    this._board = board;
    this._button = button;
    this._clock = clock;
  }

  /** Does it after what was asked for before. Resolves when the button is up again. */
  press(gesture: Gesture): Promise<void> {
    if (this._stopped || this._waiting >= mostWaiting) return this._last;
    this._waiting += 1;
    this._last = this._last.then(() => this._act(gesture));
    return this._last;
  }

  /** Drops the presses that wait, and finishes the one under way. */
  async stop(): Promise<void> {
    this._stopped = true;
    await this._last;
  }

  private async _act(gesture: Gesture): Promise<void> {
    this._waiting -= 1;
    if (this._stopped) return;
    const short = tap(this._button);
    await this._hold(gesture === "long" ? this._button.long + short : short);
    if (gesture === "double") await this._hold(short);
  }

  /** @param ms how long the button stays down */
  private async _hold(ms: number): Promise<void> {
    this._set(true);
    await this._wait(ms);
    this._set(false);
    await this._wait(tap(this._button));
  }

  private _wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this._clock.after(ms, resolve));
  }

  private _set(pressed: boolean): void {
    this._board.drive(this._button.pin, pressed === this._button.activeLow ? 0 : 1);
  }
}

/** Down and up last as long as each other; the margin is for a busy machine. */
function tap(button: Button): number {
  return button.debounce + 50;
}
