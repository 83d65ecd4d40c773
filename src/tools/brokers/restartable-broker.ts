/** A broker that can be away for a while, and come back at the same port with the sessions that it had. */
import type { RunningBroker } from "./running-broker.ts";

export interface RestartableBroker extends RunningBroker {
  /** Ends its programs as a system does that shuts down. */
  shutDown(): Promise<void>;
  /** Starts them again; resolves once it takes connections. */
  startAgain(): Promise<void>;
}
