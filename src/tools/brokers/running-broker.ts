/** A broker that runs on this machine as programs of its own. */
import type { BrokerAddress } from "../mqtt/broker-address.ts";

export interface RunningBroker {
  readonly name: string;
  readonly version: string;
  readonly port: number;
  /** The account to log in with; undefined where nobody has to. */
  readonly username?: string;
  readonly password?: string;
  /** CPU seconds that its processes have used. */
  cpu(): number;
  stop(): Promise<void>;
}

/** Where clients connect, and as whom. */
export function addressOf({ port, username, password }: RunningBroker): BrokerAddress {
  return { host: "127.0.0.1", port, ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
}
