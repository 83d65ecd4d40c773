/** Types of the client: its public interface and its internal state. */
import type { Message, Options, PublishOptions, Socket } from "./options.ts";
import type { Reason } from "./reasons.ts";

/** The client's state, set only by `setState`; the README has the diagram. */
export const enum State {
  Ended = -1,
  Idle,
  Waiting,
  Connecting,
  Online,
}

/** What is known of the version of MQTT that a broker speaks. */
export const enum Version {
  /** The client is to find out. */
  Unknown,
  /** It has found out. */
  FoundMqtt3,
  FoundMqtt5,
  /** The program says so. The numbers are protocol levels: 4 is MQTT 3.1.1. */
  Mqtt3 = 4,
  Mqtt5 = 5,
}

export interface Session {
  sessionPresent: boolean;
  /** The client identifier that an MQTT 5 broker has assigned. */
  clientId?: string;
}

/** Arguments of each event's listeners. `reason` is a text for people, `code` the same for programs. */
export interface Events {
  /** CONNACK 0 arrived. */
  connected: [session: Session];
  /** A message arrived. `dup`: it may be a repeat. */
  message: [Message & { dup: boolean }];
  /** The receipt of a message arrived. At QoS 0, without the message: the socket has taken it. */
  published: [message?: Message];
  /** `granted`: the QoS for each filter; 0x80, in MQTT 5 or above, where it was refused. */
  subscribed: [{ filters: string[]; granted: number[] }];
  /** A connection ended that the program did not end. `wait`: ms until the next attempt, 0 if none follows. */
  lost: [reason: string, code?: Reason, wait?: number];
  /** A connection ended. */
  disconnected: [reason: string, code?: Reason, wait?: number];
  /** An attempt ended before CONNACK 0. */
  failed: [reason: string, code?: Reason, wait?: number];
  /** CONNACK 1 to 5, in MQTT 5 from 0x80. */
  refused: [code: number];
  /** An error to log; the connection stays. */
  error: [what: string];
  /** A message was dropped from the full outbox. */
  dropped: [Message];
  /** MQTT 5: the broker refused a message, or takes none of its length, QoS or with retain. It is not sent again. */
  rejected: [Message, reason: string];
}

/** An MQTT client (3.1.1 and 5) that reconnects automatically. Created by `create`. */
export interface Client {
  /** True from CONNACK 0 until the connection ends. */
  readonly connected: boolean;
  /** Messages of QoS 1 and 2 without a receipt yet. */
  readonly queued: number;
  /** Connections lost so far. */
  readonly losses: number;
  /** Why the last one was lost; "" before. */
  readonly last: string;
  /** Attempts since then. */
  readonly attempts: number;
  /** Messages dropped from the full outbox, and messages rejected, so far. */
  readonly dropped: number;
  /** MQTT 5: messages, except retained ones, that had no subscriber, so far; undefined if none. */
  readonly unheard?: number;
  /** Seconds for which messages have been in flight without any receipt; 0 with each receipt. */
  readonly sinceReceipt: number;
  /** The topic set aside last because the broker kept closing the connection at it; undefined if none is. */
  readonly aside?: string | undefined;

  /** Connects at once, and keeps trying. Does nothing while waiting, connecting or connected, or after `end`. */
  connect(): void;
  /** The network is down: drops the socket and waits for `connect`. Keeps messages and filters. */
  suspend(reason: string): void;
  /** Sends DISCONNECT, so that the broker discards the will, and waits for `connect`. */
  disconnect(): void;
  /** `disconnect` for good: the client does nothing any more. */
  end(): void;
  /**
   * Sends a message: at QoS 0 now or never, otherwise until its receipt. `true` as options means retain.
   * @returns true if it was sent or is kept
   * @throws {Error} on a topic that is empty, has a wildcard [MQTT-3.3.2-2] or is not UTF-8, also as the response topic, and on a QoS above 2
   */
  publish(topic: string, message: string, options?: PublishOptions | boolean): boolean;
  /**
   * Gives up the messages of QoS 1 and 2 on a topic, queued and in flight, and returns them, oldest first: for a program that
   * keeps them elsewhere. One in flight may have reached the broker already. Those that must be sent again stay: at QoS 2
   * after PUBREC, and in a persistent session what was sent before [MQTT-4.4.0-1].
   */
  takeBack(topic: string): QueuedMessage[];
  /**
   * Subscribes, now and at each connect.
   * @throws {Error} on a malformed filter, and on a QoS above 2
   */
  subscribe(filters: string | string[], qos?: 0 | 1 | 2): void;
  /** Unsubscribes. Works offline too: a persistent session is updated at the next connect. */
  unsubscribe(filters: string | string[]): void;

  /** Adds a listener. Like every object in Espruino, a client also has `removeListener` and `removeAllListeners`. */
  on<E extends keyof Events>(event: E, listener: (...args: Events[E]) => void): void;
}

/** A message of QoS 1 or 2, with the options it was published with. */
export interface QueuedMessage extends Message {
  priority: number;
  latest: boolean;
}

/** The same while it is queued or in flight. */
export interface OutgoingMessage extends QueuedMessage {
  /** Packet identifier, the same each time it is sent [MQTT-4.4.0-1]; 0 before the first time. */
  _id: number;
  /** QoS 2: PUBREC arrived; PUBREL and PUBCOMP remain. */
  _isReleased?: boolean;
  /** With properties: when it was published, ms. */
  _since?: number;
}

/** Messages that were set aside, by topic. */
export interface Aside {
  [topic: string]: OutgoingMessage;
}

/** What a broker takes. */
export interface Limits {
  /** Bytes of the longest body of a packet. */
  body: number;
  qos: number;
  retain: boolean;
}

/** A message that is being sent in pieces. */
export interface LongMessage {
  /** The payload, then the packets that wait behind it. */
  waiting: string[];
  /** Bytes of the first of these that the socket has taken. */
  written: number;
}

/** A broker to connect to. */
export interface Broker {
  host: string;
  port: number;
  version: Version;
}

/** A socket with its client; `undefined` once the client has dropped the socket, so that late events do nothing. */
export interface ClientSocket extends Socket {
  _client?: ClientState | undefined;
}

/** A client's internal state. Times are counted in seconds, since the chip's clock jumps when it is set. */
export interface ClientState extends Mutable<
  Pick<Client, "connected" | "queued" | "losses" | "last" | "attempts" | "dropped" | "unheard" | "sinceReceipt" | "aside">
> {
  /** Espruino keeps an object's listeners in fields of these names. Declared here, those of the two frequent events come first. */
  "#onmessage": unknown;
  "#onpublished": unknown;
  /** The program's options, without those that have a field of their own. */
  _options: Options;
  /** Brokers in rotation: the first is the next to try, the last the one of this connection. */
  _brokers: Broker[];
  /** The next attempt follows a refusal of MQTT 5: same broker, no new look-up. */
  _skipLookUp?: boolean;
  /** Marks the latest look-up, so that the answer to an earlier one is ignored. */
  _search?: object;
  /** An empty list of properties: the byte 0 in MQTT 5, "" in 3.1.1. So `if (client._emptyProperties)` asks whether MQTT 5 is spoken. */
  _emptyProperties: string;
  /** Seconds; 0: no PINGREQ, and a silent connection goes unnoticed. */
  _keepalive: number;
  _isClean: boolean;
  /** ms: the bounds of the backoff. */
  _firstWait: number;
  _maxWait: number;
  /** Seconds. */
  _connectTimeout: number;
  _pingTimeout: number;
  _receiptTimeout: number;
  _stableAfter: number;
  /** Messages. */
  _maxQueue: number;
  _maxInFlight: number;
  /** Bytes. */
  _maxPacket: number;
  /** What an MQTT 5 broker does not take; undefined if there is no such thing. */
  _limits?: Limits;
  /** In place of the program's own keep alive and messages in flight, for this connection; these are kept here. */
  _ownKeepalive?: number;
  _ownInFlight?: number;
  _state: State;
  /** Opens the next connection. A field, because state.ts cannot import connection.ts without a cycle. */
  _open: (client: ClientState) => void;
  /** Timer for the next attempt, or for the next second of a connection; 0 for none. */
  _timer: number;
  _socket: ClientSocket | undefined;
  /** The beginning of an incomplete packet. */
  _partial: string;
  /** Bytes still to be skipped of a packet that is too long to hold. */
  _bytesToSkip: number;
  /** Bytes that the socket has not sent yet. */
  _unsentBytes: number;
  /** A long message that is being sent. */
  _long?: LongMessage;
  /** Seconds since this connection or attempt began. */
  _sinceOpen: number;
  /** Seconds since the last PINGREQ, or since CONNACK. */
  _sincePing: number;
  /** Whether a PINGREQ is unanswered. */
  _isPinging: boolean;
  /** Seconds since anything was received. */
  _sinceReceived: number;
  /** Bytes received in this second. */
  _receivedBytes: number;
  /** Failures since the last stable connection: the exponent of the backoff. */
  _failures: number;
  /** The last topic published to, already checked. */
  _checkedTopic: string | undefined;
  /** Topic of the last message received on this connection, and what it begins with if it is of QoS 0: topic field, and no properties. */
  _lastTopic: string;
  _lastHeader: string;
  /** QoS by filter; -1 for one that is unsubscribed but not confirmed by the broker. */
  _filters: { [filter: string]: number };
  /** Identifiers of received QoS 2 messages that are delivered but not released; undefined if there was none. */
  _unreleased?: { [id: number]: true };
  _outbox: OutgoingMessage[];
  /** The `latest` messages in the outbox that were not sent yet, by topic. */
  _latest: { [topic: string]: OutgoingMessage };
  /** How many messages are in flight: the first ones of the outbox. */
  _inflight: number;
  /** After short connections, messages go one by one. */
  _isOneByOne?: boolean;
  /** The topic or packet identifier at which the last short connection ended, and how many in a row did. */
  _suspect?: string | number;
  _strikes?: number;
  /** The messages set aside. */
  _aside?: Aside | undefined;
  /** Seconds of a connection after which they are retried. */
  _retryAsideAfter?: number;
  /** Packet identifiers in use: `true` for a message in the outbox, its filters for a SUBSCRIBE or UNSUBSCRIBE without an answer. */
  _usedIds: { [id: number]: true | string[] };
  /** The last packet identifier used. */
  _lastId: number;
  /** Espruino's own: every object has it. It only queues the event; listeners run later. */
  emit<E extends keyof Events>(event: E, ...args: Events[E]): void;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
