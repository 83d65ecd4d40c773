/** A server of a cluster, which can be stopped and started again at the same port. */
import type { ClusterMember } from "./broker-cluster.ts";
import type { ServerProcess } from "./server-process.ts";

export class ClusterServer implements ClusterMember {
  private _process: ServerProcess | undefined;
  /** CPU seconds of its processes that have ended. */
  private _earlierCpu = 0;

  /** @param _run starts a process; `_isReady` resolves once that takes connections */
  constructor(
    readonly name: string,
    readonly port: number,
    private readonly _run: () => ServerProcess,
    private readonly _isReady: (process: ServerProcess) => Promise<unknown>,
  ) {}

  /** @throws {UserError} when it does not start */
  async startAgain(): Promise<void> {
    this._process = this._run();
    await this._isReady(this._process);
  }

  async shutDown(): Promise<void> {
    await this.end("SIGTERM");
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    this._earlierCpu = this.cpu();
    await this._process?.end(signal);
  }

  cpu(): number {
    return this._earlierCpu + (this._process?.cpu() ?? 0);
  }
}
