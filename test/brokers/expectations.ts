/** What is known of each broker: the tests hold them to it, and the table of docs/brokers.md is made of it. */

export interface Expectations {
  name: string;
  /** The version that this is known of. */
  version: string;
  servers: number;
  /** Whether it speaks MQTT 5; if not, the node falls back to 3.1.1. */
  mqtt5: boolean;
  /** Who gets a retained message: a late subscriber at `every` server, or at the `one` that took it. */
  retainedAt: "every" | "one";
  /** Whether a filter with a wildcard gets retained messages. */
  retainedByWildcard: boolean;
  /** Whether a session that is kept outlasts a restart of its server, with what waits in it. */
  sessionOutlastsRestart: boolean;
  /** What a subscription with QoS 2 is granted. */
  grantedQos: 1 | 2;
  /** What becomes of a message with QoS 2. */
  qos2: Outcome;
  /** What becomes of a message to a topic with a dot in it. */
  dot: Outcome;
  /** What becomes of a message to a topic with a blank in it. */
  blank: Outcome;
}

/** `closed`: the broker closes the connection. `a level`: it arrives with a `/` in place of the dot. */
export type Outcome = "arrives" | "closed" | "a level";

const complete = {
  servers: 1,
  mqtt5: true,
  retainedAt: "every",
  retainedByWildcard: true,
  sessionOutlastsRestart: true,
  grantedQos: 2,
  qos2: "arrives",
  dot: "arrives",
  blank: "arrives",
} as const satisfies Partial<Expectations>;

export const aedes: Expectations = { ...complete, name: "aedes", version: "1.2.0", mqtt5: false };

export const mosquitto: Expectations = { ...complete, name: "Mosquitto", version: "2.0.11" };

export const rabbitmq: Expectations = {
  ...complete,
  name: "RabbitMQ",
  version: "3.10.8",
  servers: 3,
  mqtt5: false,
  retainedAt: "one",
  retainedByWildcard: false,
  grantedQos: 1,
  dot: "a level",
};

export const nats: Expectations = {
  ...complete,
  name: "NATS",
  version: "2.9.10",
  servers: 3,
  mqtt5: false,
  grantedQos: 1,
  qos2: "closed",
  dot: "closed",
  blank: "closed",
};

export const ejabberd: Expectations = { ...complete, name: "ejabberd", version: "23.01", sessionOutlastsRestart: false };

export const everyBroker: readonly Expectations[] = [aedes, mosquitto, rabbitmq, nats, ejabberd];
