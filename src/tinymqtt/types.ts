/** What a client is: for the programs that use it, and inside. */
import type { Message, Options, PublishOptions, Socket } from "./options.ts";
import type { Reason } from "./reasons.ts";

/** The one state variable, written by `setState` alone; drawn in the README. */
export const enum State {
  Ended = -1,
  Idle,
  Waiting,
  Connecting,
  Online,
}

/** What listeners are given, by the event's name. Each `reason` is a text for people, `code` the same for programs. */
export interface Events {
  /** CONNACK 0 came. */
  connected: [session: { sessionPresent: boolean }];
  /** A message came. `dup`: it may have come before. */
  message: [Message & { dup: boolean }];
  /** The receipt of a message of QoS 1 or 2. At QoS 0 nothing comes with it: there is no receipt, the socket has it. */
  published: [message?: Message];
  /** `granted`: the QoS for each filter, 0x80 where it was refused. */
  subscribed: [{ filters: string[]; granted: number[] }];
  /** A connection ended that nobody asked to end. */
  lost: [reason: string, code?: Reason];
  /** A connection ended. */
  disconnected: [reason: string, code?: Reason];
  /** An attempt ended before CONNACK 0. */
  failed: [reason: string, code?: Reason];
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
  /** The topic that was set aside last, since the broker hung up at it again and again; undefined while there is none. */
  readonly aside?: string | undefined;

  /** Starts trying, at once, and never stops. Does nothing while it tries or is connected, or after `end`. */
  connect(): void;
  /** The network below is gone: drops the socket and waits for `connect`. Messages and filters are kept. */
  suspend(reason: string): void;
  /** Says DISCONNECT, so that the broker drops the will, and waits for `connect`. */
  disconnect(): void;
  /** `disconnect` for good: nothing is sent, tried or kept any more. */
  end(): void;
  /**
   * Sends a message: at QoS 0 now or never, else until its receipt. `true` in the options' place means retain.
   * @returns true if it was sent, or is kept
   * @throws {Error} on a topic that is empty, has a wildcard [MQTT-3.3.2-2] or is not UTF-8, and on a QoS above 2
   */
  publish(topic: string, message: string, options?: PublishOptions | boolean): boolean;
  /**
   * Asks for topics, now and at each connect.
   * @throws {Error} on a malformed filter, and on a QoS above 2
   */
  subscribe(filters: string | string[], qos?: 0 | 1 | 2): void;
  /** Unsubscribes. A kept session is told even if this was said offline. */
  unsubscribe(filters: string | string[]): void;

  /** Listens; `removeListener` and `removeAllListeners` are there as well: Espruino gives them to every object. */
  on<E extends keyof Events>(event: E, listener: (...args: Events[E]) => void): void;
}

/** A message of QoS 1 or 2 that waits in the outbox, or is in flight. */
export interface OutgoingMessage extends Message {
  priority: number;
  latest: boolean;
  /** Its packet identifier once it was sent, the same at each resending [MQTT-4.4.0-1]; 0 before. */
  _id: number;
  /** QoS 2: PUBREC came, what is left is PUBREL and PUBCOMP. */
  _isReleased: boolean;
}

/** What the broker hangs up at, by topic: the latest message to it. */
export interface Aside {
  [topic: string]: OutgoingMessage;
}

/** A socket that knows its client; `undefined` once the client is done with it, so that late events find nobody. */
export interface ClientSocket extends Socket {
  _client?: ClientState | undefined;
}

/** A client as its own code sees it. Times are counted in seconds, since the chip's clock jumps when it is set. */
export interface ClientState extends Mutable<Pick<Client, "connected" | "queued" | "losses" | "last" | "attempts" | "dropped" | "aside">> {
  /** The program's, with the host and the port that are tried. */
  _options: Options & { host: string; port: number };
  /** Brokers in turn, each `"host:port"`; the first is the next to be tried. */
  _hosts: string[];
  /** Seconds; 0: no PINGREQ, and silence is not noticed. */
  _keepalive: number;
  _isClean: boolean;
  /** ms: the bounds of the backoff. */
  _firstWait: number;
  _longestWait: number;
  /** Seconds. */
  _connectTimeout: number;
  _pingTimeout: number;
  _receiptTimeout: number;
  _stableAfter: number;
  /** Messages. */
  _longestQueue: number;
  _mostInFlight: number;
  /** Bytes. */
  _longestPacket: number;
  _random: () => number;
  _state: State;
  /** What opens the next connection; here, so that whatever ends one need not know how the next begins. */
  _open: (client: ClientState) => void;
  /** The wait before an attempt, or the next second of a connection; 0 for none. */
  _timer: number;
  _socket: ClientSocket | undefined;
  /** The beginning of a packet whose rest has not come yet. */
  _partial: string;
  /** Bytes still to come of a packet that is too long to hold. */
  _toSkip: number;
  /** Bytes that the socket has not taken yet. */
  _unsentBytes: number;
  /** Seconds of this connection, or of this attempt. */
  _sinceOpen: number;
  /** Seconds since PINGREQ was sent, or CONNACK came. */
  _sincePing: number;
  /** Whether a PINGREQ waits for its answer. */
  _isPinging: boolean;
  /** Seconds since anything came. */
  _sinceReceived: number;
  /** Seconds since the oldest message in flight was sent, or the last receipt came. */
  _sinceReceipt: number;
  /** Bytes that came in this second. */
  _receivedBytes: number;
  /** Failures since the last stable connection: the backoff's exponent. */
  _failures: number;
  /** The last topic that was published to. */
  _goodTopic: string | undefined;
  /** The topic of the last message that came, and the bytes that it begins with: the topic's length and the topic. */
  _usualTopic: string;
  _usualHead: string;
  /** QoS by filter; -1 for one that was given up, of which the broker is still to be told. */
  _filters: { [filter: string]: number };
  /** The filters of each SUBSCRIBE and UNSUBSCRIBE that waits for its answer, by packet identifier. */
  _unanswered: { [id: number]: string[] };
  /** Identifiers of received QoS 2 messages that were delivered and not released yet. */
  _unreleased: { [id: number]: true };
  _outbox: OutgoingMessage[];
  /** Those of the outbox that a newer one on their topic replaces, by topic. */
  _latest: { [topic: string]: OutgoingMessage };
  /** How many of the outbox are in flight: the first ones. */
  _inflight: number;
  /** The last connections did not last: messages go one by one. */
  _isCautious?: boolean;
  /** What it ended at, by topic or packet identifier, and how many connections in a row have. */
  _suspect?: string | number | undefined;
  _strikes?: number;
  /** What was set aside. */
  _aside?: Aside | undefined;
  /** Seconds of a connection after which it is tried again. */
  _retryAsideAfter?: number;
  /** Packet identifiers of messages in the outbox. */
  _usedIds: { [id: number]: true };
  /** The last packet identifier given out. */
  _lastId: number;
  emit<E extends keyof Events>(event: E, ...args: Events[E]): void;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
