/** The client as a program sees it: connect, publish, subscribe, and the events that tell what became of it. */
import { Reason, lose, open, write } from "./connection.ts";
import type { Message, Options, PublishOptions, Socket } from "./options.ts";
import { type Outgoing, enqueue } from "./outbox.ts";
import { Packet, field, packet } from "./packets.ts";
import { Wish, request } from "./subscriptions.ts";
import { isFilter, isText, isTopic, toBytes } from "./text.ts";

/** The one state variable; drawn in the README. */
export const enum State {
  Idle,
  Waiting,
  Connecting,
  Online,
  Ended,
}

/** What listeners are given, by the event's name. */
export interface Events {
  /** CONNACK 0 came. */
  connected: [{ sessionPresent: boolean }];
  message: [Message & { dup: boolean }];
  /** The receipt of a message of QoS 1 or 2; for QoS 0 only that the socket has it. */
  published: [Message];
  /** `granted`: the QoS for each filter, 0x80 where it was refused. */
  subscribed: [{ filters: string[]; granted: number[] }];
  /** A connection ended that nobody asked to end. */
  lost: [reason: string];
  /** A connection ended. */
  disconnected: [reason: string];
  /** An attempt ended before CONNACK 0. */
  failed: [reason: string];
  /** CONNACK 1 to 5. */
  refused: [code: number];
  /** Something to log; the connection stays. */
  error: [what: string];
  /** A message left the full outbox without having been sent. */
  dropped: [Message];
}

/** An MQTT 3.1.1 client that reconnects by itself. Made by `create`. */
export class Client {
  /** Between CONNACK 0 and the connection's end. */
  connected: boolean;
  /** Connections lost so far. */
  losses: number;
  /** Why the last one was lost. */
  last: string;
  /** Attempts since then. */
  attempts: number;
  /** Messages that left the full outbox unsent. */
  dropped: number;

  /** Listens; Espruino gives every object this method. */
  declare on: <E extends keyof Events>(event: E, listener: (...args: Events[E]) => void) => void;
  declare removeListener: <E extends keyof Events>(event: E, listener: (...args: Events[E]) => void) => void;
  /** @internal */
  declare emit: <E extends keyof Events>(event: E, ...args: Events[E]) => void;

  /** @internal */ _options: Options;
  /** @internal */ _hosts: string[];
  /** @internal */ _keepalive: number;
  /** @internal */ _state: State;
  /** @internal The wait before an attempt, or the next tick; 0 for none. */ _timer: number;
  /** @internal */ _socket: Socket | undefined;
  /** @internal Attempts in all: which host is next. */ _attempt: number;
  /** @internal Failures since the last stable connection: the backoff's exponent. */ _failures: number;
  /** @internal Ticks. */ _sincePing: number;
  /** @internal Ticks. */ _sinceHeard: number;
  /** @internal Ticks. */ _online: number;
  /** @internal */ _awaitingPing: boolean;
  /** @internal Bytes that the socket has not yet taken. */ _behind: number;
  /** @internal The beginning of a packet. */ _partial: string;
  /** @internal Bytes still to come of a packet that is too long. */ _skip: number;
  /** @internal The last topic that proved good. */ _topic: string;
  /** @internal QoS by filter. */ _filters: { [filter: string]: number };
  /** @internal Filters by the identifier of a SUBSCRIBE or UNSUBSCRIBE. */ _unanswered: { [id: number]: string[] };
  /** @internal Identifiers of QoS 2 messages that were delivered, and not yet released. */ _unreleased: { [id: number]: boolean };
  /** @internal */ _outbox: Outgoing[];
  /** @internal How many of the outbox are in flight: the first ones. */ _inflight: number;
  /** @internal The last packet identifier given out. */ _lastId: number;

  /** Throws where MQTT has no bytes for the options: better now than at each attempt. */
  constructor(host: string, options?: Options) {
    const given = options || {};
    const will = given.will;
    if (given.password !== undefined && given.username === undefined) throw new Error("password without username");
    if (given.clean === false && !given.clientId) throw new Error("clean: false needs a clientId");
    if (!isText(toBytes((given.clientId || "") + (given.username || "")))) throw new Error("bad clientId or username");
    if (will && !isTopic(toBytes(will.topic))) throw new Error("bad topic: " + will.topic);
    this._options = given;
    this._hosts = [host].concat(given.hosts || []);
    this._keepalive = given.keepalive === undefined ? given.keep_alive || 30 : given.keepalive;
    this._state = State.Idle;
    this._filters = {};
    this._unanswered = {};
    this._unreleased = {};
    this._outbox = [];
    this._topic = this._partial = this.last = "";
    this.connected = this._awaitingPing = false;
    this.losses = this.attempts = this.dropped = 0;
    this._timer = this._attempt = this._failures = this._sincePing = this._sinceHeard = this._online = 0;
    this._behind = this._skip = this._inflight = 0;
    this._socket = undefined;
    this._lastId = Math.floor((given.random || Math.random)() * 65535);
  }

  /** Messages that wait for their receipt. */
  get queued(): number {
    return this._outbox.length;
  }

  /** Starts trying, at once, and goes on for ever. Does nothing while it tries or is connected, or after `end`. */
  connect(): void {
    if (this._state === State.Idle) open(this);
  }

  /** The network below is gone: drops the socket and waits for `connect`. Messages and filters are kept. */
  suspend(reason: string): void {
    if (this._state !== State.Idle && this._state !== State.Ended) lose(this, reason, true);
  }

  /** Says DISCONNECT, so that the broker drops the will, and waits for `connect`. */
  disconnect(): void {
    if (this.connected) write(this, packet(Packet.Disconnect, ""));
    this.suspend(Reason.Asked);
  }

  /** `disconnect` for good: nothing is sent, tried or kept any more. */
  end(): void {
    this.disconnect();
    this._state = State.Ended;
    this._outbox = [];
    this._filters = {};
  }

  /**
   * Sends a message: at QoS 0 now or never, else until its receipt. True if it was sent, or is kept. Throws on a topic
   * that is empty, has a wildcard [MQTT-3.3.2-2], or is not UTF-8. As the fourth form, `true` alone is retain.
   */
  publish(topic: string, message: string, options?: PublishOptions | boolean): boolean {
    const how = typeof options === "object" ? options : { retain: options === true };
    topic = toBytes(topic);
    if (topic !== this._topic && !isTopic(topic)) throw new Error("bad topic: " + topic);
    this._topic = topic;
    const outgoing: Outgoing = {
      topic: topic,
      message: toBytes("" + message),
      qos: how.qos || 0,
      retain: how.retain === true,
      priority: how.priority || 0,
    };
    if (outgoing.qos && this._state !== State.Ended) return enqueue(this, outgoing);
    if (!this.connected || this._behind > (this._options.maxPacket || 4096)) return false;
    write(this, packet(Packet.Publish | (outgoing.retain ? 1 : 0), field(topic) + outgoing.message));
    this.emit("published", outgoing);
    return true;
  }

  /** Asks for topics, now and at each connect. Throws on a malformed filter. */
  subscribe(filters: string | string[], qos?: 0 | 1 | 2): void {
    this._wish(filters, qos || 0);
  }

  /** Asks for them no more. */
  unsubscribe(filters: string | string[]): void {
    this._wish(filters, Wish.None);
  }

  /** @internal A filter that stands at the same QoS already is not asked for again: brokers would repeat what is retained. */
  _wish(filters: string | string[], qos: number): void {
    const changed: string[] = [];
    for (const text of typeof filters === "string" ? [filters] : filters) {
      const filter = toBytes(text);
      if (!isFilter(filter)) throw new Error("bad filter: " + text);
      if (this._filters[filter] === qos) continue;
      this._filters[filter] = qos;
      changed.push(filter);
    }
    if (this.connected) request(this, qos === Wish.None ? Packet.Unsubscribe : Packet.Subscribe, changed);
  }
}

/** A client for a broker's address, `"host"` or `"host:port"`. Nothing happens before `connect`. */
export function create(host: string, options?: Options): Client {
  return new Client(host, options);
}
