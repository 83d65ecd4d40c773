/** HAProxy before the servers of a cluster: one address, which passes connections on to those that run. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../command-line/user-error.ts";
import { ClusterServer } from "./cluster-server.ts";
import { configurationFile } from "./configuration-file.ts";
import { findProgram } from "./find-program.ts";
import { ServerProcess } from "./server-process.ts";

/**
 * Makes it ready to start, with the configuration of docs/scale.
 * @param port where it listens
 * @param ports three servers, all on the loopback
 * @throws {UserError} when it is not installed
 */
export function haproxy(folder: string, port: number, ports: readonly number[]): ClusterServer {
  const program = findProgram("haproxy");
  if (program === undefined) throw new UserError("HAProxy is not installed (Debian: apt-get install haproxy)");
  const servers = ports.map((each, index) => [`broker${index + 1}:1883`, `127.0.0.1:${each}`] as const);
  const configuration = configurationFile("haproxy.cfg", { "bind 0.0.0.0:1883": `bind 127.0.0.1:${port}`, ...Object.fromEntries(servers) });
  writeFileSync(path.join(folder, "haproxy.cfg"), configuration);
  const run = (): ServerProcess => new ServerProcess({ program, args: ["-db", "-f", "haproxy.cfg"], cwd: folder, env: {} });
  return new ClusterServer("haproxy", port, run, (server) => server.listensAt(port));
}
