/** What a client is: for the programs that use it, and inside. */
import type { Message, Options, PublishOptions, Socket } from "./options.ts";
import type { Outgoing } from "./outbox.ts";

/** The one state variable; drawn in the README. */
export const enum State {
  Ended = -1,
  Idle,
  Waiting,
  Connecting,
  Online,
}

/** What listeners are given, by the event's name. */
export interface Events {
  /** CONNACK 0 came. The small client keeps no sessions, and says nothing of one. */
  connected: [session?: { sessionPresent: boolean }];
  /** `dup`, which says that it may have come before, not from the small client. */
  message: [Message & { dup?: boolean }];
  /** The receipt of a message of QoS 1 or 2. At QoS 0 nothing comes with it: there is no receipt, the socket has it. */
  published: [message?: Message];
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
export interface Client {
  /** Between CONNACK 0 and the connection's end. */
  readonly connected: boolean;
  /** Messages of QoS 1 and 2 that wait for their receipt. */
  readonly queued: number;
  /** Connections lost so far. */
  readonly losses: number;
  /** Why the last one was lost; "" before. */
  readonly last: string;
  /** Attempts since then. */
  readonly attempts: number;
  /** Messages that left the full outbox unsent. */
  readonly dropped: number;

  /** Starts trying, at once, and goes on for ever. Does nothing while it tries or is connected, or after `end`. */
  connect(): void;
  /** The network below is gone: drops the socket and waits for `connect`. Messages and filters are kept. */
  suspend(reason: string): void;
  /** Says DISCONNECT, so that the broker drops the will, and waits for `connect`. */
  disconnect(): void;
  /** `disconnect` for good: nothing is sent, tried or kept any more. */
  end(): void;
  /**
   * Sends a message: at QoS 0 now or never, else until its receipt. True if it was sent, or is kept. Throws on a topic
   * that is empty, has a wildcard [MQTT-3.3.2-2], or is not UTF-8. `true` in the options' place means retain.
   */
  publish(topic: string, message: string, options?: PublishOptions | boolean): boolean;
  /** Asks for topics, now and at each connect. Throws on a malformed filter. */
  subscribe(filters: string | string[], qos?: 0 | 1 | 2): void;
  /** Asks for them no more. */
  unsubscribe(filters: string | string[]): void;

  /** Listens; `removeListener` and `removeAllListeners` are there too: Espruino gives them to every object. */
  on<E extends keyof Events>(event: E, listener: (...args: Events[E]) => void): void;
}

/**
 * What a client holds. Small numbers rather than booleans, and fields that are deleted rather than emptied: each saves a
 * JsVar or two.
 */
export interface Fields extends Mutable<Pick<Client, "connected" | "queued" | "losses" | "last" | "attempts" | "dropped">> {
  /** The program's, with the host that is tried. */
  _options: Options & { host: string; port: number };
  _state: State;
  /** The wait before an attempt, or the next tick; 0 for none. */
  _timer: number;
  _socket?: Socket;
  /** Seconds. */
  _keepalive: number;
  /** Ticks since PINGREQ or CONNACK; negative while an answer is waited for: so many ticks are left. */
  _quiet: number;
  /** Ticks since anything came. */
  _heard: number;
  /** Ticks since CONNACK. */
  _online: number;
  /** Failures since the last stable connection: the backoff's exponent. */
  _failures: number;
  /** Bytes that the socket has not yet taken; -1 before CONNECT. */
  _behind: number;
  /** The last topic of this connection that proved good. */
  _topic?: string;
  /** QoS by filter. */
  _filters: { [filter: string]: number };
  /** Filters by the identifier of a SUBSCRIBE or UNSUBSCRIBE. */
  _unanswered?: { [id: number]: string[] };
  /** Identifiers of QoS 2 messages that were delivered and not yet released. */
  _unreleased?: { [id: number]: 1 };
  _outbox: Outgoing[];
  /** How many of the outbox are in flight: the first ones. */
  _inflight: number;
  /** The last packet identifier given out. */
  _lastId: number;
}

/** What every object has on the chip. */
export interface Emitter {
  emit<E extends keyof Events>(event: E, ...args: Events[E]): void;
}

/** A client as its own code sees it. */
export interface Inside extends Fields, Emitter {}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
