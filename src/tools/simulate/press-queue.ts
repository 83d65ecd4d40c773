/** Presses of the BOOT button: one after the other, each long enough to outlast the debounce. */
import type { Devboard } from "../../../board/shared/index.ts";

export interface Button {
  pin: string;
  /** Pressed reads as 0, as with the DevKit's button to GND. */
  activeLow: boolean;
  /** ms */
  debounce: number;
}

/** Presses that may wait. A key that is held down repeats faster than a finger taps; the rest of its repeats is dropped. */
const MOST_WAITING = 3;

/** How long a press takes from one to the next, ms. */
export function pressPeriod(button: Button): number {
  return 2 * tap(button);
}

export class PressQueue {
  readonly #board: Pick<Devboard, "drive">;
  readonly #button: Button;
  readonly #onPress: () => void;
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();
  #stopped = false;

  /** @param onPress called as the button goes down */
  constructor(board: Pick<Devboard, "drive">, button: Button, onPress: () => void) {
    this.#board = board;
    this.#button = button;
    this.#onPress = onPress;
  }

  /** Presses and releases the button, after the presses before it. Resolves when the button is up again. */
  press(): Promise<void> {
    if (this.#stopped || this.#waiting >= MOST_WAITING) return this.#last;
    this.#waiting += 1;
    this.#last = this.#last.then(() => this.#pressNow());
    return this.#last;
  }

  /** Drops the presses that wait, and finishes the one under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#last;
  }

  async #pressNow(): Promise<void> {
    this.#waiting -= 1;
    if (this.#stopped) return;
    this.#onPress();
    this.#set(true);
    await wait(tap(this.#button));
    this.#set(false);
    await wait(tap(this.#button));
  }

  #set(pressed: boolean): void {
    this.#board.drive(this.#button.pin, pressed === this.#button.activeLow ? 0 : 1);
  }
}

/** Down and up last as long as each other; the margin is for a busy machine. */
function tap(button: Button): number {
  return button.debounce + 50;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
