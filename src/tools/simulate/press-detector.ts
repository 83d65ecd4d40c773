/** Tells presses from bounces, as the node does: a contact counts once it was closed for as long as the debounce. */
import { realClock, type Clock } from "../../../board/virtual/index.ts";
import type { Button } from "./press-queue.ts";

export class PressDetector {
  private readonly _button: Button;
  private readonly _on: { down: () => void; press: () => void; short: () => void };
  private readonly _clock: Clock;
  private _isClosed = false;
  /** When the contact last changed, ms of the clock. */
  private _edgeAt = -Infinity;
  private _isPressed = false;
  /** A finger came down, and it is not clear yet whether for long enough. */
  private _isUndecided = false;
  private _cancel: () => void = () => undefined;

  /** @param on `down`: a finger comes down, bounces not counted; `press`: it has stayed for long enough; `short`: it has not */
  constructor(button: Button, on: { down: () => void; press: () => void; short: () => void }, clock: Clock = realClock) {
    this._button = button;
    this._on = on;
    this._clock = clock;
  }

  /** Takes each level that the button's pin is driven to. */
  level(level: number): void {
    const isClosed = level >= 0.5 !== this._button.activeLow;
    if (isClosed === this._isClosed) return;
    const now = this._clock.now();
    const wasStable = now - this._edgeAt >= this._button.debounce;
    this._cancel();
    // The timer may be late on a busy machine.
    if (wasStable) this._accept();
    this._isClosed = isClosed;
    this._edgeAt = now;
    if (isClosed && wasStable && !this._isPressed) {
      this._isUndecided = true;
      this._on.down();
    }
    this._cancel = this._clock.after(this._button.debounce, () => this._accept());
  }

  /** Forgets the press under way. */
  stop(): void {
    this._cancel();
  }

  private _accept(): void {
    const wasUndecided = this._isUndecided;
    this._isUndecided = false;
    if (wasUndecided && !this._isClosed) this._on.short();
    if (this._isPressed === this._isClosed) return;
    this._isPressed = this._isClosed;
    if (this._isPressed) this._on.press();
  }
}
