/** What is measured of an outage. Times count from the broker's restart. */

export interface Return {
  /** ms: when each attempt to connect fell due after the restart. */
  attempts: number[];
  /** ms: when each connection was made, in order. */
  connections: number[];
  /** ms until all nodes were connected. */
  allBack: number;
}

/** What only a real broker shows. */
export interface Costs {
  presses: { sent: number; lost: number; repeated: number };
  /** CPU seconds of the broker from its restart until all nodes were connected; NaN where this system does not tell. */
  brokerCpu: number;
  /** The same of this process, which is all the nodes. */
  fleetCpu: number;
}

/** A fleet's return with jitter, or without. `costs`: undefined on virtual time. */
export interface Result extends Return {
  costs?: Costs;
}
