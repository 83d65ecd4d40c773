/** A virtual board with a clock that is moved by hand, for the tests of this room. */
import { ManualClock, MemoryNetwork, VirtualEsp32, type VirtualOptions } from "../../board/virtual/index.ts";

export interface BoardFixture {
  board: VirtualEsp32;
  clock: ManualClock;
  network: MemoryNetwork;
  /** Every line printed so far, empty ones aside. */
  lines: string[];
}

/** A board that is on and runs `program`. */
export async function boardRunning(program: string, options: VirtualOptions = {}): Promise<BoardFixture> {
  const clock = new ManualClock();
  const network = new MemoryNetwork();
  const board = new VirtualEsp32({ clock, network, ...options });
  const lines: string[] = [];
  board.onLine((line) => line && lines.push(line));
  board.put(".bootcde", program);
  await board.powerOn();
  await clock.advance(0);
  return { board, clock, network, lines };
}
