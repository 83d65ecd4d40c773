/** NATS with MQTT on JetStream: three servers in a cluster on the loopback, behind HAProxy. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../command-line/user-error.ts";
import { account, type BrokerCluster } from "./broker-cluster.ts";
import { ClusterServer } from "./cluster-server.ts";
import { configurationFile } from "./configuration-file.ts";
import { findProgram } from "./find-program.ts";
import { withFreePorts } from "./free-ports.ts";
import { haproxy } from "./haproxy.ts";
import { LocalCluster, type ClusterParts } from "./local-cluster.ts";
import { ServerProcess } from "./server-process.ts";
import { takesConnections } from "./takes-connections.ts";

const servers = [1, 2, 3];

/**
 * Starts three servers.
 * @throws {UserError} when NATS or HAProxy is not installed, or does not start
 */
export async function startNatsCluster(): Promise<BrokerCluster> {
  const program = findProgram("nats-server");
  if (program === undefined) throw new UserError("NATS is not installed (Debian: apt-get install nats-server)");
  const version = /v(\d\S*)/.exec(execFileSync(program, ["--version"], { encoding: "utf8" }))?.[1] ?? "";
  return withFreePorts(1 + 3 * servers.length, (ports) => LocalCluster.start((folder) => parts(folder, { program, version, ports })));
}

function parts(folder: string, { program, version, ports }: { program: string; version: string; ports: readonly number[] }): ClusterParts {
  const [proxy = 0, ...others] = ports;
  const mqttPorts = others.slice(0, servers.length);
  const clusterPorts = others.slice(servers.length, 2 * servers.length);
  const routes = clusterPorts.map((port, index) => [`nats://broker${index + 1}:6222`, `nats://127.0.0.1:${port}`] as const);
  const members = servers.map((number, index) => {
    const own = path.join(folder, `nats${number}`);
    mkdirSync(own);
    const mqtt = mqttPorts[index] ?? 0;
    const changes = {
      ...Object.fromEntries(routes),
      "server_name: broker1": `server_name: broker${number}`,
      "0.0.0.0:4222": `127.0.0.1:${others[2 * servers.length + index] ?? 0}`,
      "0.0.0.0:6222": `127.0.0.1:${clusterPorts[index] ?? 0}`,
      "0.0.0.0:1883": `127.0.0.1:${mqtt}`,
      "/var/lib/nats": path.join(own, "store"),
    };
    writeFileSync(path.join(own, "nats.conf"), configurationFile("nats.conf", changes));
    const run = (): ServerProcess => new ServerProcess({ program, args: ["-c", "nats.conf"], cwd: own, env: {} });
    // Before JetStream has a leader, MQTT takes nobody.
    return new ClusterServer(`nats${number}`, mqtt, run, (server) => takesConnections(server, { host: "127.0.0.1", port: mqtt, ...account }));
  });
  return { name: "NATS", version, port: proxy, members, proxy: haproxy(folder, proxy, mqttPorts), helpers: [] };
}
