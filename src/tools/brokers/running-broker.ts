/** A broker that runs on this machine as programs of its own. */
export interface RunningBroker {
  readonly name: string;
  readonly version: string;
  readonly port: number;
  /** CPU seconds that its processes have used. */
  cpu(): number;
  stop(): Promise<void>;
}
