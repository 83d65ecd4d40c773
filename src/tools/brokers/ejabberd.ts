/** ejabberd as a broker for MQTT: one server on the loopback. */
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../command-line/user-error.ts";
import { account, type BrokerCluster } from "./broker-cluster.ts";
import { ClusterServer } from "./cluster-server.ts";
import { configurationFile } from "./configuration-file.ts";
import { findProgram } from "./find-program.ts";
import { withFreePorts } from "./free-ports.ts";
import { LocalCluster, type ClusterParts } from "./local-cluster.ts";
import { ServerProcess } from "./server-process.ts";

/** A host of XMPP; user names end in it. */
const host = "localhost";

interface Installation {
  /** The folder with its Erlang applications. */
  library: string;
  version: string;
}

/** What is installed, or undefined. Debian has it in a folder named for the kind of machine. */
function installation(): Installation | undefined {
  for (const library of readdirSync("/usr/lib").map((name) => path.join("/usr/lib", name))) {
    try {
      const name = readdirSync(library).find((each) => /^ejabberd-[\d.]+$/.test(each));
      if (name !== undefined) return { library, version: name.replace("ejabberd-", "") };
    } catch {
      // A file, not a folder.
    }
  }
  return undefined;
}

/** The installed version, or undefined. */
export function ejabberdVersion(): string | undefined {
  return findProgram("erl") === undefined ? undefined : installation()?.version;
}

/**
 * Starts one server.
 * @throws {UserError} when ejabberd is not installed, or does not start
 */
export async function startEjabberd(): Promise<BrokerCluster> {
  const erlang = findProgram("erl");
  const installed = installation();
  if (erlang === undefined || installed === undefined) throw new UserError("ejabberd is not installed (Debian: apt-get install ejabberd)");
  return withFreePorts(1, ([port = 0]) => LocalCluster.start((folder) => parts(folder, port, erlang, installed)));
}

function parts(folder: string, port: number, erlang: string, { library, version }: Installation): ClusterParts {
  writeFileSync(path.join(folder, "ejabberd.yml"), configurationFile("ejabberd.yml", { "port: 1883": `port: ${port}`, "0.0.0.0": "127.0.0.1" }));
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    ERL_LIBS: library,
    ERL_CRASH_DUMP: path.join(folder, "crash"),
    EJABBERD_CONFIG_PATH: path.join(folder, "ejabberd.yml"),
    EJABBERD_LOG_PATH: path.join(folder, "ejabberd.log"),
  };
  // What `ejabberdctl register` does. It is there already when the server starts for the second time.
  const register = `ejabberd_admin:register(<<"${account.username}">>, <<"${host}">>, <<"${account.password}">>), io:format("account ready~n").`;
  // Started by Erlang itself, for ejabberdctl changes to a user of its own. Without a node name it needs no port mapper.
  const args = ["-noinput", "-mnesia", "dir", `"${path.join(folder, "database")}"`, "-s", "ejabberd", "-eval", register];
  const run = (): ServerProcess => new ServerProcess({ program: erlang, args, cwd: folder, env });
  const server = new ClusterServer("ejabberd", port, run, async (process) => {
    await process.logged(/account ready/);
    await process.listensAt(port);
  });
  return { name: "ejabberd", version, port, username: `${account.username}@${host}`, members: [server], helpers: [] };
}
