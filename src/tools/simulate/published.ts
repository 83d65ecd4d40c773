/** What a broker takes, as it was published: a subscriber gets to know neither the QoS nor whether it is to be retained. */
import type { Aedes } from "aedes";
import type { Qos } from "../mqtt/qos.ts";

export interface PublishedMessage {
  topic: string;
  payload: Uint8Array;
  qos: Qos;
  retain: boolean;
}

/** Hears every message as the broker takes it, except the broker's own about itself; resolves once it does. */
export function watchPublished(aedes: Aedes, listener: (message: PublishedMessage) => void): Promise<void> {
  return new Promise((resolve) => {
    aedes.subscribe(
      "#",
      ({ topic, payload, qos, retain }, done) => {
        if (!topic.startsWith("$")) listener({ topic, payload: Buffer.from(payload), qos, retain });
        done();
      },
      resolve,
    );
  });
}
