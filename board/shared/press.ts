/** What a finger does with the BOOT button: D0, pulled up, low while pressed. For any board. */
import type { Devboard } from "./devboard.ts";

const boot = "D0";

export function press(board: Devboard, pin = boot): void {
  board.drive(pin, 0);
}

export function release(board: Devboard, pin = boot): void {
  board.drive(pin, 1);
}

/** Presses or releases as a worn contact does: `times` times there and back first. `wait` lets the time between pass. */
export async function bounce(
  board: Devboard,
  pressed: boolean,
  times: number,
  wait: () => Promise<void>,
  pin = boot,
): Promise<void> {
  for (let i = 0; i < times; i++) {
    board.drive(pin, pressed ? 0 : 1);
    await wait();
    board.drive(pin, pressed ? 1 : 0);
    await wait();
  }
  board.drive(pin, pressed ? 0 : 1);
}
