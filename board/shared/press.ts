/** Presses and releases the BOOT button of any board: D0, pulled up, low while pressed. */
import type { Devboard } from "./devboard.ts";

const bootPin = "D0";

export function press(board: Devboard, pin = bootPin): void {
  board.drive(pin, 0);
}

export function release(board: Devboard, pin = bootPin): void {
  board.drive(pin, 1);
}

/** Presses or releases like a worn contact, with `times` bounces first. `wait` lets time pass between edges. */
export async function bounce(board: Devboard, pressed: boolean, times: number, wait: () => Promise<void>, pin = bootPin): Promise<void> {
  for (let i = 0; i < times; i++) {
    board.drive(pin, pressed ? 0 : 1);
    await wait();
    board.drive(pin, pressed ? 1 : 0);
    await wait();
  }
  board.drive(pin, pressed ? 0 : 1);
}
