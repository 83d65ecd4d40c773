/** Types of what a program passes in: options, messages and, if not Espruino's own, the network. */

/** The part of Espruino's `net` socket that the client uses. Strings are bytes, one character each. */
export interface Socket {
  write(bytes: string): unknown;
  end(): void;
  on(event: "data", listener: (this: Socket, bytes: string) => void): void;
  on(event: "close" | "drain", listener: (this: Socket) => void): void;
}

/** The shape of `require("net")` and `require("tls")`. Listeners are called with the socket as `this`. */
export interface Net {
  connect(options: { host: string; port: number }, onConnect: (this: Socket) => void): Socket;
}

/** What the broker publishes if the client disappears without a DISCONNECT. */
export interface Will {
  topic: string;
  message: string;
  qos?: 0 | 1 | 2;
  retain?: boolean;
  /** Seconds; if the client is back by then, the broker publishes nothing. MQTT 5 only, default 0. */
  delay?: number;
}

/** What a message can carry besides topic and payload. MQTT 5 only: 3.1.1 leaves it out. */
export interface Properties {
  /** Seconds, 1..4294967295, after which the broker no longer delivers the message. */
  expiry?: number;
  /** The topic on which the sender awaits an answer. */
  responseTopic?: string;
  /** Bytes that the answer repeats, so that the sender knows what it answers. */
  correlation?: string;
}

/** A broker that was looked up, and what it is to be told; undefined: it gets no user name, or no password. */
export interface FoundBroker {
  host: string;
  port: number;
  username: string | undefined;
  password: string | undefined;
}

/** All optional. Times are in ms, except `keepalive` in seconds, as on the wire. */
export interface Options {
  /** TCP port, default 1883. */
  port?: number;
  /** More brokers, `"host"` or `"host:port"`: after a failure the next one is tried. */
  hosts?: string[];
  /**
   * Finds the broker before an attempt, in place of `host` and `hosts`; the first attempt after a loss goes to the broker that
   * was found last. It must call `done` exactly once, at once or later, with the broker or with the reason why none was found,
   * which ends the attempt. It may be called again before it has answered; that first answer is then ignored.
   */
  lookUp?: (done: (found: FoundBroker | string) => void) => void;
  /** Default: the chip's serial. Needed for `clean: false` [MQTT-3.1.3-7]. */
  clientId?: string;
  username?: string;
  /** Refused without a username [MQTT-3.1.2-22]. May hold any bytes. */
  password?: string;
  /** Seconds, 0..65535, default 30; 0 disables PINGREQ and the detection of a silent connection. */
  keepalive?: number;
  /** Protocol level: 4 is MQTT 3.1.1, "auto" tries 5, then 4 if the broker refuses that. Default 4. */
  version?: 4 | 5 | "auto";
  /** Default true: each connection begins with a new session. */
  clean?: boolean;
  will?: Will;
  /** The wait after a failure is random in 0..min(longest, first x 2^n). Default 1000 and 60000 ms. */
  retry?: { first?: number; longest?: number };
  /** ms from opening the socket to CONNACK, default 10000. */
  connectTimeout?: number;
  /** ms from PINGREQ to PINGRESP, default 10000. */
  pingTimeout?: number;
  /** ms that messages may be in flight with no receipt at all, default 30000. */
  receiptTimeout?: number;
  /** ms online after which the backoff starts over, default 30000. */
  stable?: number;
  /** Messages of QoS 1 and 2 kept until their receipt, default 64. */
  queue?: number;
  /**
   * Called before a message is added to 16 or more queued ones: if it returns false, the outbox counts as full, whatever
   * `queue` says. For programs that may run short of memory.
   */
  hasRoom?: () => boolean;
  /** Most messages of QoS 1 and 2 in flight, default 4. */
  inflight?: number;
  /** Bytes, at most 15000, default 4096. Longer messages are skipped as they arrive. */
  maxPacket?: number;
  /** Encrypted, but the broker is NOT verified: see the README. Needs a port, usually 8883. */
  tls?: boolean;
  /** Default `require("net")`, or `require("tls")` with `tls`. */
  net?: Net;
  /** 0 <= random() < 1, default `Math.random`. Pass a hardware source if boards would all start alike. */
  random?: () => number;
  /** tinyMQTT's name for `keepalive`. */
  keep_alive?: number;
  /** tinyMQTT's name for `retry.first`, ms. */
  reconnect_interval?: number;
}

/** How a message is sent. */
export interface PublishOptions {
  /** Default 0: sent once or not at all. */
  qos?: 0 | 1 | 2;
  retain?: boolean;
  /** A full outbox drops the oldest message of the lowest priority. 2 and above are counted separately. Default 0. */
  priority?: number;
  /**
   * For topics where only the last message counts: any newer one on the topic replaces it while it waits to be sent.
   * Default false.
   */
  latest?: boolean;
  properties?: Properties;
}

/** A message received, or one whose receipt has arrived. Topic and message are bytes, normally UTF-8. */
export interface Message {
  topic: string;
  message: string;
  qos: number;
  retain: boolean;
  /** Undefined if it has none. */
  properties?: Properties;
}
