/** A broker of one server or several, each of which can be away for a while; clients log in with an account. */
import type { RestartableBroker } from "./restartable-broker.ts";
import type { RunningBroker } from "./running-broker.ts";

/** One of its servers, which keeps its port and what it has stored. */
export type ClusterMember = Pick<RestartableBroker, "name" | "port" | "shutDown" | "startAgain">;

export interface BrokerCluster extends RunningBroker {
  readonly username: string;
  readonly password: string;
  readonly members: readonly ClusterMember[];
}

/** The account in the files of docs/scale. */
export const account = { username: "ding", password: "change-me" } as const;
