/** The client as a program sees it. What is called often is here; the rest is behind `seldom`. */
import { changes, shortcuts } from "#features";
import { Most, Packet } from "./packets.ts";
import type { Options, PublishOptions } from "./options.ts";
import { seldom, sending } from "./seldom.ts";
import { prepare } from "./prepare.ts";
import { shortest } from "#strings";
import { State, type Client, type Inside } from "./types.ts";

/** Every client's prototype: a plain object, which costs ten JsVars less than a class. */
const methods = {
  connect(this: Inside): void {
    if (this._state === State.Idle) seldom()._open(this);
  },

  suspend(this: Inside, reason: string): void {
    if (this._state > State.Idle) seldom()._lose(this, reason, true);
  },

  publish(this: Inside, topic: string, message: string, options?: PublishOptions | boolean): boolean {
    if (!shortcuts) return sending()._publish(this, topic, message, options);
    const body = topic + message;
    const size = body.length + 2;
    // Not the short way, for what is sent most often: QoS 0, a topic that proved good on this connection, few bytes.
    if (options || topic !== this._topic || size > shortest || this._behind > Most.Behind) {
      return sending()._publish(this, topic, message, options);
    }
    this._behind += size;
    try {
      this._socket!.write(String.fromCharCode(Packet.Publish, size, 0, topic.length) + body);
    } catch {
      return false; // closed by the broker: the event that says so is on its way
    }
    this.emit("published");
    return true;
  },

  subscribe(this: Inside, filters: string | string[], qos?: 0 | 1 | 2): void {
    if (changes) seldom()._wish!(this, filters, qos || 0);
    else for (const filter of filters) this._filters[filter] = qos!;
  },
};

const more = {
  /** DISCONNECT, so that the broker drops the will [MQTT-3.14.4-3]. Nothing follows it [MQTT-3.14.4-2]. */
  disconnect(this: Inside): void {
    if (this.connected) sending()._send(this, Packet.Disconnect, "");
    if (this._state > State.Idle) seldom()._lose(this, "disconnected", true, true);
  },

  end(this: Inside & { disconnect(): void }): void {
    this.disconnect();
    this._state = State.Ended;
  },

  unsubscribe(this: Inside, filters: string | string[]): void {
    seldom()._wish!(this, filters, -1);
  },
};

if (changes) Object.assign(methods, more);

/**
 * A client for a broker's address, `"host"` or `"host:port"`. Nothing happens before `connect`. Throws on options for which
 * MQTT has no bytes. The small client takes a host alone, and checks nothing.
 */
export function create(host: string, options?: Options): Client {
  return (shortcuts ? seldom()._prepare! : prepare)(methods as typeof methods & typeof more, host, shortcuts ? options || {} : options!);
}
