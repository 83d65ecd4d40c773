/** What one publish and one message cost a client, by time. */
import { LinuxEspruino } from "../../../board/linux/index.ts";
import { publishRounds, sendBurst, type ClientGauge } from "./client-gauge.ts";

const rounds = 100;
const burst = 2000;
const bursts = 3;

/** The best of many rounds, and of three bursts. */
export const clientTimer: ClientGauge = {
  unit: "µs",
  start: 3000,
  board: () => new LinuxEspruino(),
  publish: (board) => publishRounds(board, rounds),
  async receive(board, broker) {
    const result = { each: Infinity, arrived: burst };
    for (let i = 0; i < bursts; i++) {
      const arrived = await sendBurst(board, broker, burst);
      const each = (Number(await board.eval("t1-t0")) / (arrived - 1)) * 1e6;
      result.each = Math.min(result.each, each);
      result.arrived = Math.min(result.arrived, arrived);
    }
    return result;
  },
};
