/** InfluxDB 1.x on free ports of the loopback, with a folder of its own. It reports to nobody. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ChildProgram } from "../support/child-program.ts";
import { freePort } from "../../src/tools/brokers/free-ports.ts";

const startAttempts = 5;

export class InfluxDb {
  /** Host and port of its HTTP interface. */
  readonly address: string;
  private readonly _program: ChildProgram;
  private readonly _folder: string;

  private constructor(program: ChildProgram, folder: string, address: string) {
    this._program = program;
    this._folder = folder;
    this.address = address;
  }

  static async start(influxd: string): Promise<InfluxDb> {
    const folder = mkdtempSync(path.join(tmpdir(), "influxdb-"));
    for (let attempt = 1; ; attempt += 1) {
      const address = `127.0.0.1:${await freePort()}`;
      const env = {
        ...process.env,
        INFLUXDB_REPORTING_DISABLED: "true",
        INFLUXDB_BIND_ADDRESS: `127.0.0.1:${await freePort()}`,
        INFLUXDB_HTTP_BIND_ADDRESS: address,
        INFLUXDB_META_DIR: path.join(folder, "meta"),
        INFLUXDB_DATA_DIR: path.join(folder, "data"),
        INFLUXDB_DATA_WAL_DIR: path.join(folder, "wal"),
      };
      const program = new ChildProgram(influxd, ["run", "-config", "/dev/null"], { cwd: folder, env });
      try {
        await program.seen(/Listening on HTTP/);
        return new InfluxDb(program, folder, address);
      } catch (error) {
        // Between our looking and its opening somebody else may take a port.
        if (attempt === startAttempts) throw error;
      }
    }
  }

  /** The rows of the first series that a query on the recipe's database gives. */
  async values(query: string): Promise<unknown[][]> {
    const response = await fetch(`http://${this.address}/query?${new URLSearchParams({ db: "ding", q: query }).toString()}`);
    const { results } = (await response.json()) as { results: { series?: { values: unknown[][] }[] }[] };
    return results[0]?.series?.[0]?.values ?? [];
  }

  async end(): Promise<void> {
    await this._program.kill();
    rmSync(this._folder, { recursive: true, force: true });
  }
}
