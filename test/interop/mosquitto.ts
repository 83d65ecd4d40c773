/** Mosquitto on a free port of the loopback: open to all, with a password file, or with a configuration of the test's own. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrokerAddress } from "../../src/tools/mqtt/broker-address.ts";
import { ChildProgram } from "../support/child-program.ts";
import { freePort } from "../../src/tools/brokers/free-ports.ts";
import type { Requirements } from "./requirements.ts";

export interface Account {
  username: string;
  password: string;
}

const startAttempts = 5;
const configurationFile = "mosquitto.conf";
const running = /mosquitto version \S+ running/;

export class Mosquitto {
  readonly address: BrokerAddress;
  private readonly _path: string;
  private readonly _folder: string;
  private _program: ChildProgram;

  private constructor(path: string, folder: string, address: BrokerAddress, program: ChildProgram) {
    this._path = path;
    this._folder = folder;
    this._program = program;
    this.address = address;
  }

  /** Starts one; without an account anybody may come in, with it nobody else. `more`: further lines of its configuration. */
  static async start(found: Requirements, account?: Account, more: readonly string[] = []): Promise<Mosquitto> {
    const folder = mkdtempSync(join(tmpdir(), "mosquitto-"));
    if (account !== undefined) {
      writeFileSync(join(folder, "passwords"), "", { mode: 0o600 });
      execFileSync(found.mosquittoPasswd, ["-b", join(folder, "passwords"), account.username, account.password]);
    }
    return Mosquitto.startIn(folder, (port) => [configuration(folder, port, account !== undefined), ...more, ""].join("\n"), found, account);
  }

  /**
   * Starts one with the files that lie in this folder, which ends with it. `configure` makes its configuration, whose relative paths
   * begin in the folder; it listens on 127.0.0.1 and keeps its sessions in the folder.
   */
  static async startIn(folder: string, configure: (port: number) => string, found: Requirements, account?: Account): Promise<Mosquitto> {
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort();
      writeFileSync(join(folder, configurationFile), configure(port));
      const program = run(found.mosquitto, folder);
      try {
        await program.seen(running);
        return new Mosquitto(found.mosquitto, folder, { host: "127.0.0.1", port, ...account }, program);
      } catch (error) {
        // Between our looking and its opening somebody else may take the port.
        if (attempt === startAttempts) throw error;
      }
    }
  }

  /** Kills it as a power cut does, just after it wrote its sessions to disk. */
  async kill(): Promise<void> {
    const saved = nextSave(this._folder);
    this._program.signal("SIGUSR1");
    await saved;
    await this._program.kill();
  }

  /** Asks it to end, as a system does that shuts down. */
  async shutDown(): Promise<void> {
    this._program.signal("SIGTERM");
    await this._program.ended();
  }

  /** Starts it again at the same port, with the sessions that it had. */
  async restart(): Promise<void> {
    this._program = run(this._path, this._folder);
    await this._program.seen(running);
  }

  /** Has it read its passwords and rights again. */
  async reload(): Promise<void> {
    this._program.signal("SIGHUP");
    await this._program.seen(/Reloading config/);
  }

  /** Resolves once its log has a line like this. */
  logged(pattern: RegExp, times = 1): Promise<string[]> {
    return this._program.seen(pattern, times);
  }

  /** Whether its log has a line like this, since it was last started. */
  hasLogged(pattern: RegExp): boolean {
    return this._program.lines.some((line) => pattern.test(line));
  }

  async end(): Promise<void> {
    await this._program.kill();
    rmSync(this._folder, { recursive: true, force: true });
  }
}

function run(mosquitto: string, folder: string): ChildProgram {
  return new ChildProgram(mosquitto, ["-c", configurationFile, "-v"], { cwd: folder });
}

/** Resolves when the database is complete: it is written under another name, then renamed. */
function nextSave(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, (_event, name) => {
      if (name !== "mosquitto.db") return;
      watcher.close();
      resolve();
    });
  });
}

function configuration(folder: string, port: number, passwords: boolean): string {
  return [
    `listener ${port} 127.0.0.1`,
    passwords ? `password_file ${join(folder, "passwords")}` : "allow_anonymous true",
    "persistence true",
    `persistence_location ${folder}/`,
    "log_dest stderr",
    // Started by root it would become a user who cannot read this folder; otherwise this line does nothing.
    "user root",
    "",
  ].join("\n");
}
