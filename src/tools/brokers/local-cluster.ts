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
  /** Programs beside the servers, such as the proxy before them. */
  helpers: readonly ServerProcess[];
}

export class LocalCluster implements BrokerCluster {
  readonly name: string;
  readonly version: string;
  readonly port: number;
  readonly username: string;
  readonly password = account.password;
  readonly members: readonly ClusterServer[];
  private readonly _helpers: readonly ServerProcess[];
  private readonly _removeWithUs = (): void => rmSync(this._folder, { recursive: true, force: true });

  private constructor(
    private readonly _folder: string,
    { name, version, port, username = account.username, members, helpers }: ClusterParts,
  ) {
    this.name = name;
    this.version = version;
    this.port = port;
    this.username = username;
    this.members = members;
    this._helpers = helpers;
    process.once("exit", this._removeWithUs);
  }

  /**
   * Starts all members side by side: some wait for each other.
   * @param describe makes the parts, whose helpers run already; it gets the folder
   * @throws {UserError} when a member does not start; then nothing runs any more
   */
  static async start(describe: (folder: string) => ClusterParts): Promise<LocalCluster> {
    const folder = mkdtempSync(path.join(tmpdir(), "brokers-"));
    const cluster = new LocalCluster(folder, describe(folder));
    try {
      await Promise.all(cluster.members.map((member) => member.startAgain()));
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  cpu(): number {
    return [...this.members, ...this._helpers].reduce((sum, each) => sum + each.cpu(), 0);
  }

  async stop(): Promise<void> {
    process.removeListener("exit", this._removeWithUs);
    await Promise.all([...this.members, ...this._helpers].map((each) => each.end("SIGKILL")));
    // A killed server's own children may still close their files.
    rmSync(this._folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
