/** A broker that turns everybody away once it has been down, as one whose passwords were changed. */
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";

/** Starts one, which still takes all connections. `returnRefusing` takes it away and brings it back. */
export async function refusingBroker(): Promise<{ broker: EmbeddedBroker; returnRefusing: () => Promise<void> }> {
  let isRefusing = false;
  const broker = await EmbeddedBroker.start(0, { authenticate: (_client, _username, _password, done) => done(null, !isRefusing) });
  const returnRefusing = async (): Promise<void> => {
    await broker.stop();
    isRefusing = true;
    await broker.restart();
  };
  return { broker, returnRefusing };
}
