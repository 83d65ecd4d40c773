/** A cluster on this machine, in a temporary folder of its own: what it consists of, and the end of it all. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { account, type BrokerCluster } from "./broker-cluster.ts";
import type { ClusterServer } from "./cluster-server.ts";
import type { ServerProcess } from "./server-process.ts";

/** What a cluster is made of. */
export interface ClusterParts {
  name: string;
  version: string;
  /** Where clients connect. */
  port: number;
  username?: string;
  members: readonly ClusterServer[];
  /** Before several members: what every connection passes. */
  proxy?: ClusterServer;
  /** Other programs beside the servers. */
  helpers: readonly ServerProcess[];
}

export class LocalCluster implements BrokerCluster {
  readonly name: string;
  readonly version: string;
  readonly port: number;
  readonly username: string;
  readonly password = account.password;
  readonly members: readonly ClusterServer[];
  /** What every connection passes. */
  private readonly _entrances: readonly ClusterServer[];
  private readonly _servers: readonly ClusterServer[];
  private readonly _helpers: readonly ServerProcess[];
  private readonly _removeWithUs = (): void => rmSync(this._folder, { recursive: true, force: true });

  private constructor(
    private readonly _folder: string,
    { name, version, port, username = account.username, members, proxy, helpers }: ClusterParts,
  ) {
    this.name = name;
    this.version = version;
    this.port = port;
    this.username = username;
    this.members = members;
    this._entrances = proxy === undefined ? members : [proxy];
    this._servers = proxy === undefined ? members : [...members, proxy];
    this._helpers = helpers;
    process.once("exit", this._removeWithUs);
  }

  /**
   * Starts all side by side: some members wait for each other.
   * @param describe makes the parts, whose helpers run already; it gets the folder
   * @throws {UserError} when one does not start; then nothing runs any more
   */
  static async start(describe: (folder: string) => ClusterParts): Promise<LocalCluster> {
    const folder = mkdtempSync(path.join(tmpdir(), "brokers-"));
    const cluster = new LocalCluster(folder, describe(folder));
    try {
      await Promise.all(cluster._servers.map((server) => server.startAgain()));
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  async shutDown(): Promise<void> {
    await Promise.all(this._entrances.map((server) => server.shutDown()));
  }

  /** @throws {UserError} when it does not start */
  async startAgain(): Promise<void> {
    await Promise.all(this._entrances.map((server) => server.startAgain()));
  }

  cpu(): number {
    return [...this._servers, ...this._helpers].reduce((sum, each) => sum + each.cpu(), 0);
  }

  async stop(): Promise<void> {
    process.removeListener("exit", this._removeWithUs);
    await Promise.all([...this._servers, ...this._helpers].map((each) => each.end("SIGKILL")));
    // A killed server's own children may still close their files.
    rmSync(this._folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
