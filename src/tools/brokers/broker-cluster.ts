/** A broker of one server or several, each of which can be away for a while; clients log in with an account. */
import type { RestartableBroker } from "./restartable-broker.ts";

/** One of its servers, which keeps its port and what it has stored. */
export type ClusterMember = Pick<RestartableBroker, "name" | "port" | "shutDown" | "startAgain">;

/** As a whole it is away while its proxy is, or its only server. */
export interface BrokerCluster extends RestartableBroker {
  readonly username: string;
  readonly password: string;
  readonly members: readonly ClusterMember[];
}

/** The account in the files of docs/scale. */
export const account = { username: "ding", password: "change-me" } as const;
