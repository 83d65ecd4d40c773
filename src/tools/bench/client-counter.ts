/** What one publish and one message cost a client, in instructions. */
import { publishRounds, sendBurst, type ClientGauge } from "./client-gauge.ts";
import type { Gauge } from "./meter.ts";

const rounds = 20;
const burst = 400;
const warmUp = 10;

/** @param gauge that counts instructions, in millions */
export function clientCounter(gauge: Gauge): ClientGauge {
  return {
    unit: "thousand instructions",
    start: 15_000,
    board: () => gauge.board(),
    async publish(board) {
      const cost = await gauge.meter(board).costOf(async () => {
        await publishRounds(board, rounds);
      });
      return (1000 * cost) / (10 * (rounds + 1));
    },
    async receive(board, broker) {
      // The first message on a topic costs more: a short burst goes first, and is not counted.
      await sendBurst(board, broker, warmUp);
      let arrived = NaN;
      const cost = await gauge.meter(board).costOf(async () => {
        arrived = await sendBurst(board, broker, burst);
      });
      return { each: (1000 * cost) / arrived, arrived };
    },
  };
}
