/** Whether a broker takes MQTT connections yet: many a server opens its port long before. */
import { setTimeout as wait } from "node:timers/promises";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import { connectTo, endConnection } from "../mqtt/broker-connection.ts";
import type { ServerProcess } from "./server-process.ts";

const attemptTimeout = 5000; // ms
const pause = 100; // ms between two attempts
const readyTimeout = 100_000; // ms

/**
 * Resolves once a client could log in.
 * @throws the last failure when the server has ended, or nobody could log in for a hundred seconds
 */
export async function takesConnections(server: ServerProcess, address: BrokerAddress): Promise<void> {
  const deadline = Date.now() + readyTimeout;
  for (;;) {
    try {
      await endConnection(await connectTo(address, { timeout: attemptTimeout, namesOptions: false }));
      return;
    } catch (error) {
      if (server.hasEnded || Date.now() > deadline) throw error;
      await wait(pause);
    }
  }
}
