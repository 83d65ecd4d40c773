/** A finger on the BOOT button: one press after the other, each long enough to outlast the debounce. */
import type { Devboard } from "../../../board/shared/index.ts";

export interface Button {
  pin: string;
  /** Pressed reads as 0, as with the DevKit's button to GND. */
  activeLow: boolean;
  /** ms */
  debounce: number;
}

/** So many presses may wait for the finger; a key held down repeats faster than a finger taps. */
const MOST_WAITING = 3;

/** How long a press takes from one to the next, ms. */
export function pressPeriod(button: Button): number {
  return 2 * tap(button);
}

export class Finger {
  readonly #board: Pick<Devboard, "drive">;
  readonly #button: Button;
  readonly #onPress: () => void;
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();
  #lifted = false;

  /** @param onPress called as the button goes down */
  constructor(board: Pick<Devboard, "drive">, button: Button, onPress: () => void) {
    this.#board = board;
    this.#button = button;
    this.#onPress = onPress;
  }

  /** Presses and lets go, after the presses before it. Resolves when the finger is up again. */
  press(): Promise<void> {
    if (this.#lifted || this.#waiting >= MOST_WAITING) return this.#last;
    this.#waiting += 1;
    this.#last = this.#last.then(() => this.#pressNow());
    return this.#last;
  }

  /** Takes the finger away: presses that wait are forgotten, the one under way is finished. */
  async lift(): Promise<void> {
    this.#lifted = true;
    await this.#last;
  }

  async #pressNow(): Promise<void> {
    this.#waiting -= 1;
    if (this.#lifted) return;
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
