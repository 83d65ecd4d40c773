/** The virtual ESP32, on virtual time, with a broker in memory and the node's own default times. The same each time, for the same seed. */
import { press, release } from "../../board/shared/index.ts";
import { MemoryNetwork } from "../../board/virtual/index.ts";
import { seededRandom } from "../../src/tools/random/seeded-random.ts";
import { desk } from "../node/desk.ts";
import { Link } from "./link.ts";
import type { Line, VirtualWorld } from "./world.ts";

/** s: how finely it is looked whether something has happened. */
const step = 0.1;

export async function virtualWorld(ding: object, seed: number): Promise<VirtualWorld> {
  const network = new MemoryNetwork();
  const { board, clock, told, publish, handle } = await desk(ding, undefined, undefined, { network, random: seededRandom(seed) });
  // To the interpreter a reset looks like a close.
  const link = new Link(handle, clock, (stream) => stream.end());
  let stop = (): unknown => undefined;
  const listen = (isOpen: boolean): Promise<void> => {
    stop();
    if (isOpen) stop = network.serve("broker", 1883, (stream) => link.accept(stream));
    else network.closeAll();
    return Promise.resolve();
  };
  await listen(true);
  const lines: Line[] = [];
  const now = (): number => clock.now() / 1000;
  board.onLine((text) => lines.push({ at: now(), text }));
  const until = async (condition: () => boolean, seconds: number): Promise<boolean> => {
    const end = now() + seconds;
    while (!condition() && now() < end) await clock.advance(step * 1000);
    return condition();
  };
  const pass = (seconds: number): Promise<void> => clock.advance(seconds * 1000);
  return {
    board,
    network,
    link,
    lines,
    told,
    publish,
    now,
    pass,
    until,
    listen,
    press: async () => {
      press(board);
      await pass(2 * step);
      release(board);
      await pass(2 * step);
    },
  };
}
