/** The table of docs/brokers.md, made of what the tests expect. */
import { everyBroker, type Expectations, type Outcome } from "./expectations.ts";

const head = [
  "broker",
  "servers",
  "MQTT 5",
  "a late subscriber gets the state",
  "kept sessions outlast a restart",
  "QoS 2",
  "`.` in a topic",
  "blank in a topic",
];

const words: Readonly<Record<Outcome, string>> = { arrives: "arrives", closed: "connection closed", "a level": "arrives as `/`" };

export function brokerTable(): string {
  const lines = [head, head.map(() => "---"), ...everyBroker.map(row)];
  return lines.map((cells) => (cells[0] === "---" ? `|${cells.join("|")}|` : `| ${cells.join(" | ")} |`)).join("\n");
}

function row(broker: Expectations): string[] {
  return [
    `${broker.name} ${broker.version}`,
    String(broker.servers),
    broker.mqtt5 ? "yes" : "no: 3.1.1",
    (broker.retainedAt === "every" ? "yes" : "at one server of three") + (broker.retainedByWildcard ? "" : ", not by a wildcard"),
    broker.sessionOutlastsRestart ? "yes" : "no",
    `granted ${broker.grantedQos}; ${words[broker.qos2]}`,
    words[broker.dot],
    words[broker.blank],
  ];
}
