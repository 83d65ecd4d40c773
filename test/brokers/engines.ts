/** The brokers that the suite runs against: how each is started, and what is missing where it cannot be. */
import { account, type BrokerCluster } from "../../src/tools/brokers/broker-cluster.ts";
import { ejabberdVersion, startEjabberd } from "../../src/tools/brokers/ejabberd.ts";
import { findProgram } from "../../src/tools/brokers/find-program.ts";
import { startNatsCluster } from "../../src/tools/brokers/nats.ts";
import { rabbitmqVersion, startRabbitmqCluster } from "../../src/tools/brokers/rabbitmq.ts";
import { EmbeddedBroker } from "../../src/tools/simulate/embedded-broker.ts";
import { Mosquitto } from "../interop/mosquitto.ts";
import { requirements } from "../interop/requirements.ts";
import { aedes, ejabberd, mosquitto, nats, rabbitmq, type Expectations } from "./expectations.ts";

/** A broker that runs. What CPU time it uses is not looked at here. */
export type TestedBroker = Pick<BrokerCluster, "port" | "username" | "password" | "members" | "stop">;

export interface Engine {
  expected: Expectations;
  /** Debian's packages that are missing. */
  missing: readonly string[];
  start: () => Promise<TestedBroker>;
}

const interop = requirements();
const haproxy = findProgram("haproxy") === undefined ? ["haproxy"] : [];

export const engines = {
  aedes: { expected: aedes, missing: [], start: startAedes },
  mosquitto: { expected: mosquitto, missing: typeof interop === "string" ? ["mosquitto", "python3-paho-mqtt"] : [], start: startMosquitto },
  rabbitmq: { expected: rabbitmq, missing: [...(rabbitmqVersion() === undefined ? ["rabbitmq-server"] : []), ...haproxy], start: startRabbitmqCluster },
  nats: { expected: nats, missing: [...(findProgram("nats-server") === undefined ? ["nats-server"] : []), ...haproxy], start: startNatsCluster },
  ejabberd: { expected: ejabberd, missing: ejabberdVersion() === undefined ? ["ejabberd"] : [], start: startEjabberd },
} as const satisfies Record<string, Engine>;

/** One line for each broker that is skipped. */
export function whatIsMissing(): string[] {
  return Object.values<Engine>(engines)
    .filter(({ missing }) => missing.length > 0)
    .map(({ expected, missing }) => `${expected.name} is skipped: missing ${missing.join(" and ")} (Debian: apt-get install ${missing.join(" ")})`);
}

async function startAedes(): Promise<TestedBroker> {
  const broker = await EmbeddedBroker.start(0, {
    authenticate: (_client, username, password, done) => done(null, username === account.username && password?.toString() === account.password),
  });
  const { port } = broker.address;
  const member = { name: "aedes", port, shutDown: () => broker.stop(), startAgain: () => broker.restart() };
  return { ...account, port, members: [member], stop: () => broker.close() };
}

async function startMosquitto(): Promise<TestedBroker> {
  if (typeof interop === "string") throw new Error(interop);
  const broker = await Mosquitto.start(interop, account);
  const { port } = broker.address;
  const member = { name: "mosquitto", port, shutDown: () => broker.shutDown(), startAgain: () => broker.restart() };
  return { ...account, port, members: [member], stop: () => broker.end() };
}
