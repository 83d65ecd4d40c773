/** Mosquitto on a free port of the loopback, open to all or with a password file. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, watch, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrokerAddress } from "../../src/tools/mqtt/broker-address.ts";
import { ChildProgram } from "../support/child-program.ts";
import type { Requirements } from "./requirements.ts";

export interface Account {
  username: string;
  password: string;
}

const startAttempts = 5;

export class Mosquitto {
  readonly address: BrokerAddress;
  private readonly _path: string;
  private readonly _folder: string;
  private _program: ChildProgram;

  private constructor(path: string, folder: string, port: number, account: Account | undefined, program: ChildProgram) {
    this._path = path;
    this._folder = folder;
    this._program = program;
    this.address = { host: "127.0.0.1", port, ...account };
  }

  /** Starts one; without an account anybody may come in, with it nobody else. `more`: further lines of its configuration. */
  static async start(found: Requirements, account?: Account, more: readonly string[] = []): Promise<Mosquitto> {
    const folder = mkdtempSync(join(tmpdir(), "mosquitto-"));
    if (account !== undefined) {
      writeFileSync(join(folder, "passwords"), "", { mode: 0o600 });
      execFileSync(found.mosquittoPasswd, ["-b", join(folder, "passwords"), account.username, account.password]);
    }
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort();
      writeFileSync(join(folder, "mosquitto.conf"), [configuration(folder, port, account !== undefined), ...more, ""].join("\n"));
      const program = new ChildProgram(found.mosquitto, ["-c", join(folder, "mosquitto.conf"), "-v"]);
      try {
        await program.seen(/mosquitto version \S+ running/);
        return new Mosquitto(found.mosquitto, folder, port, account, program);
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
    this._program = new ChildProgram(this._path, ["-c", join(this._folder, "mosquitto.conf"), "-v"]);
    await this._program.seen(/mosquitto version \S+ running/);
  }

  /** Resolves once its log has a line like this. */
  logged(pattern: RegExp, times = 1): Promise<string[]> {
    return this._program.seen(pattern, times);
  }

  async end(): Promise<void> {
    await this._program.kill();
    rmSync(this._folder, { recursive: true, force: true });
  }
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
