/** Mosquitto on a free port of the loopback, open to every program of this machine. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../command-line/user-error.ts";
import { ClusterServer } from "./cluster-server.ts";
import { findProgram } from "./find-program.ts";
import { withFreePorts } from "./free-ports.ts";
import { LocalCluster } from "./local-cluster.ts";
import type { RestartableBroker } from "./restartable-broker.ts";
import { ServerProcess } from "./server-process.ts";

const configurationFile = "mosquitto.conf";

/**
 * Starts one.
 * @throws {UserError} when Mosquitto is not installed, or does not start
 */
export async function startMosquitto(): Promise<RestartableBroker> {
  const program = findProgram("mosquitto");
  if (program === undefined) throw new UserError("Mosquitto is not installed (Debian: apt-get install mosquitto)");
  const version = /mosquitto version (\S+)/.exec(spawnSync(program, ["-h"], { encoding: "utf8" }).stdout)?.[1] ?? "";
  return withFreePorts(1, ([port = 0]) =>
    LocalCluster.start((folder) => {
      writeFileSync(path.join(folder, configurationFile), configuration(folder, port));
      const run = (): ServerProcess => new ServerProcess({ program, args: ["-c", configurationFile], cwd: folder, env: {} });
      const server = new ClusterServer("mosquitto", port, run, (process) => process.logged(/mosquitto version \S+ running/));
      return { name: "Mosquitto", version, port, members: [server], helpers: [] };
    }),
  );
}

/** It keeps whatever an absent subscriber must still get, and logs no single connection: that would cost it CPU. */
function configuration(folder: string, port: number): string {
  return [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous true",
    "persistence true",
    `persistence_location ${folder}/`,
    "max_queued_messages 0",
    "log_dest stderr",
    "log_type error",
    "log_type warning",
    "log_type information",
    // Started by root it would become a user who cannot read this folder; otherwise this line does nothing.
    "user root",
    "",
  ].join("\n");
}
