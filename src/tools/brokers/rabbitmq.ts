/** RabbitMQ with its MQTT plugin: three servers in a cluster on the loopback, behind HAProxy. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../command-line/user-error.ts";
import type { BrokerCluster } from "./broker-cluster.ts";
import { ClusterServer } from "./cluster-server.ts";
import { configurationFile } from "./configuration-file.ts";
import { findProgram } from "./find-program.ts";
import { withFreePorts } from "./free-ports.ts";
import { haproxy } from "./haproxy.ts";
import { LocalCluster, type ClusterParts } from "./local-cluster.ts";
import { ServerProcess } from "./server-process.ts";

/** Where Debian has it; the command in /usr/sbin changes to a user of its own. */
const home = "/usr/lib/rabbitmq";
const servers = [1, 2, 3];
const host = "localhost";

/** The installed version, or undefined. */
export function rabbitmqVersion(): string | undefined {
  try {
    return readdirSync(path.join(home, "lib"))
      .map((name) => /^rabbitmq_server-(.+)$/.exec(name)?.[1])
      .find((version) => version !== undefined);
  } catch {
    return undefined;
  }
}

/**
 * Starts three servers, which takes half a minute to a whole one.
 * @throws {UserError} when RabbitMQ or HAProxy is not installed, or does not start
 */
export async function startRabbitmqCluster(): Promise<BrokerCluster> {
  const version = rabbitmqVersion();
  if (version === undefined) throw new UserError("RabbitMQ is not installed (Debian: apt-get install rabbitmq-server)");
  return withFreePorts(2 + 2 * servers.length, (ports) => LocalCluster.start((folder) => parts(folder, version, ports)));
}

function parts(folder: string, version: string, [proxy = 0, portMapper = 0, ...ports]: readonly number[]): ClusterParts {
  // The servers know each other by it. Made here, for they would make three at once.
  writeFileSync(path.join(folder, ".erlang.cookie"), crypto.randomUUID(), { mode: 0o400 });
  writeFileSync(path.join(folder, "enabled_plugins"), configurationFile("enabled_plugins"));
  const mqttPorts = ports.slice(0, servers.length);
  const members = servers.map((number, index) => server(folder, number, { portMapper, mqtt: ports[index] ?? 0, cluster: ports[servers.length + index] ?? 0 }));
  return {
    name: "RabbitMQ",
    version,
    port: proxy,
    members,
    proxy: haproxy(folder, proxy, mqttPorts),
    helpers: [startPortMapper(folder, portMapper)],
  };
}

interface ServerPorts {
  /** Of Erlang's port mapper. */
  portMapper: number;
  mqtt: number;
  /** For the other servers. */
  cluster: number;
}

function server(folder: string, number: number, ports: ServerPorts): ClusterServer {
  const name = `rabbit${number}`;
  const own = path.join(folder, name);
  mkdirSync(own);
  const hosts = servers.map((each) => [`rabbit@broker${each}`, `rabbit${each}@${host}`] as const);
  const changes = { "mqtt.listeners.tcp.1 = 0.0.0.0:1883": `mqtt.listeners.tcp.1 = 127.0.0.1:${ports.mqtt}`, ...Object.fromEntries(hosts) };
  writeFileSync(path.join(own, "rabbitmq.conf"), configurationFile("rabbitmq.conf", changes));
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    ERL_EPMD_PORT: String(ports.portMapper),
    RABBITMQ_NODENAME: `${name}@${host}`,
    RABBITMQ_DIST_PORT: String(ports.cluster),
    RABBITMQ_CONFIG_FILE: path.join(own, "rabbitmq.conf"),
    RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, "enabled_plugins"),
    RABBITMQ_MNESIA_BASE: own,
    RABBITMQ_LOG_BASE: own,
    RABBITMQ_LOGS: "-",
    RABBITMQ_PID_FILE: path.join(own, "pid"),
    RABBITMQ_CONF_ENV_FILE: "/dev/null",
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-noinput -start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
    // Its script makes way for the server, so that our child is the server itself.
    detached: "true",
  };
  const run = (): ServerProcess => new ServerProcess({ program: path.join(home, "bin/rabbitmq-server"), args: [], cwd: own, env });
  return new ClusterServer(name, ports.mqtt, run, (process) => process.logged(/Server startup complete/));
}

/** Erlang's port mapper, by which the servers find each other: one of our own, which ends with them. */
function startPortMapper(folder: string, port: number): ServerProcess {
  const program = findProgram("epmd");
  if (program === undefined) throw new UserError("Erlang is not installed (Debian: apt-get install erlang-base)");
  return new ServerProcess({ program, args: ["-port", String(port), "-address", "127.0.0.1"], cwd: folder, env: {} });
}
