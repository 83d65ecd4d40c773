/** The client's methods, and `create`. */
import { toBytes } from "#to-bytes";
import { newState } from "./create.ts";
import type { Options, PublishOptions } from "./options.ts";
import { takeBack } from "./outbox.ts";
import { Packet } from "./packets.ts";
import { publish as publishAny } from "./publish.ts";
import { Reason } from "./reasons.ts";
import { send, Unsent } from "./send.ts";
import { lose, setState } from "./state.ts";
import { subscribe, unsubscribe } from "./subscriptions.ts";
import { State, type Client, type ClientState, type QueuedMessage } from "./types.ts";

/** The prototype of every client. */
const methods = {
  connect(this: ClientState): void {
    if (this._state === State.Idle) this._open(this);
  },

  suspend(this: ClientState, reason: string): void {
    if (this._state > State.Idle) lose(this, Reason.Suspended, reason);
  },

  /** DISCONNECT, so that the broker drops the will [MQTT-3.14.4-3]. Nothing follows it [MQTT-3.14.4-2]. */
  disconnect(this: ClientState): void {
    if (this.connected) send(this, Packet.Disconnect, "");
    if (this._state > State.Idle) lose(this, Reason.Disconnected, "disconnected");
  },

  end(this: ClientState & Client): void {
    this.disconnect();
    setState(this, State.Ended);
  },

  publish(this: ClientState, topic: string, message: string, options?: PublishOptions | boolean): boolean {
    topic = toBytes(topic);
    // A press, which has options, is handled in publish.ts. The rest is the fast path: QoS 0, the topic already checked on this connection, a short message.
    if (options || topic !== this._checkedTopic || this._unsentBytes > Unsent.Limit) return publishAny(this, topic, message, options);
    const body = topic + this._emptyProperties + toBytes("" + message);
    const size = body.length + 2;
    if (size > 127) return publishAny(this, topic, message);
    this._unsentBytes += size;
    try {
      this._socket!.write(String.fromCharCode(Packet.Publish, size, 0, topic.length) + body);
    } catch {
      return false; // the broker has closed; the close event is on its way
    }
    this.emit("published");
    return true;
  },

  takeBack(this: ClientState, topic: string): QueuedMessage[] {
    return takeBack(this, toBytes(topic));
  },

  subscribe(this: ClientState, filters: string | string[], qos?: number): void {
    subscribe(this, filters, qos || 0);
  },

  unsubscribe(this: ClientState, filters: string | string[]): void {
    unsubscribe(this, filters);
  },
};

/**
 * Creates a client for a broker at `"host"` or `"host:port"`. It does nothing until `connect`.
 * @throws {Error} on options that MQTT does not allow
 */
export function create(host: string, options?: Options): Client {
  return Object.assign(Object.create(methods), newState(host, options || {}));
}
