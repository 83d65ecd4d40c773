/** What one publish and one message cost a client, in instructions. */
import type { LinuxEspruino } from "../../../board/linux/index.ts";
import { publishRounds, sendBurst, type ClientGauge } from "./client-gauge.ts";
import type { Gauge, Meter } from "./meter.ts";

const rounds = 20;
const burst = 400;

/** @param gauge that counts instructions */
export function clientCounter(gauge: Gauge): ClientGauge {
  const inThousands = async (board: LinuxEspruino, times: number, work: (meter: Meter) => Promise<number>): Promise<number> =>
    (1000 * (await work(gauge.meter(board)))) / times;
  return {
    unit: "thousand instructions",
    start: 15_000,
    board: () => gauge.board(),
    publish: (board) =>
      inThousands(board, 10 * (rounds + 1), (meter) =>
        meter.costOf(async () => {
          await publishRounds(board, rounds);
        }),
      ),
    async receive(board, broker) {
      // What the first message of a topic costs, and the look at what has come, is not what each message costs.
      await sendBurst(board, broker, 10);
      let arrived = NaN;
      const cost = await gauge.meter(board).costOf(async () => {
        arrived = await sendBurst(board, broker, burst);
      });
      return { each: (1000 * cost) / arrived, arrived };
    },
  };
}
