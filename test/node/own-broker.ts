/** Aedes without a port: it takes streams, publishes what a test says, and remembers what was published. */
import { Aedes } from "aedes";
import type { Duplex } from "node:stream";

export interface OwnBroker {
  /** Takes a connection. */
  handle: (stream: Duplex) => void;
  /** Publishes a message at QoS 0. */
  publish: (topic: string, payload: string | Buffer) => void;
  /** JSON that was published on a topic. */
  told: (topic: string) => Record<string, unknown>[];
  close: () => Promise<void>;
}

export async function ownBroker(): Promise<OwnBroker> {
  const aedes = await Aedes.createBroker();
  const heard: { topic: string; payload: Record<string, unknown> }[] = [];
  aedes.on("publish", ({ topic, payload }) => {
    if (/ding|health|state|update|config|error/.test(topic) && !topic.includes("/control/"))
      heard.push({ topic, payload: JSON.parse(payload.toString()) as Record<string, unknown> });
  });
  return {
    handle: (stream) => void aedes.handle(stream),
    publish: (topic, text) => {
      const payload = typeof text === "string" ? Buffer.from(text) : text;
      aedes.publish({ cmd: "publish", qos: 0, dup: false, retain: false, topic, payload }, () => undefined);
    },
    told: (topic) => heard.filter((one) => one.topic === topic).map(({ payload }) => payload),
    close: () => new Promise<void>((resolve) => aedes.close(resolve)),
  };
}
