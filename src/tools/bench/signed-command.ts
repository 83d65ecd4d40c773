/** What a signed command costs a node with `mqtt.key`. */
import { signCommand } from "../mqtt/sign-command.ts";
import type { Gauge } from "./meter.ts";
import type { NodeContestant } from "./node-contestant.ts";
import { control, onFreshBoard, patience, state } from "./node-measures.ts";

export const benchKey = "the key of the bench";

/**
 * Cost of a signed command, one at a time, with the state that answers it.
 * @param contestant our node with `benchKey`
 */
export function measureSigned(contestant: NodeContestant, gauge: Gauge): Promise<number> {
  return onFreshBoard(contestant, gauge, (board, broker) =>
    gauge.meter(board).costOfEach(gauge.commands, async (run) => {
      const answered = broker.next(({ topic }) => topic === state, patience);
      broker.publish(1, control, signCommand(control, run % 2 ? "on" : "off", run + 1, benchKey));
      await answered;
    }),
  );
}
