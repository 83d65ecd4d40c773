/** What a program hands to the client: options, and the network when it is not Espruino's own. */
/** The socket of Espruino's `net`, as far as the client uses it. Strings are bytes, one character each. */
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

/** What the broker publishes for the client when it vanishes without a DISCONNECT. */
export interface Will {
  topic: string;
  message: string;
  qos?: 0 | 1 | 2;
  retain?: boolean;
}

/** Every option can be left out. Times are in ms but for `keepalive`, which is in seconds as on the wire. */
export interface Options {
  /** TCP port, default 1883. */
  port?: number;
  /** Brokers to try in turn after a failure, `"host"` or `"host:port"`, beside the one given to `create`. */
  hosts?: string[];
  /** Default: the chip's serial. Needed for `clean: false` [MQTT-3.1.3-7]. */
  clientId?: string;
  username?: string;
  /** Refused without a username [MQTT-3.1.2-22]. May hold any bytes. */
  password?: string;
  /** Seconds, 0..65535, default 30; 0 turns PINGREQ and the watch over silence off. */
  keepalive?: number;
  /** Default true: the broker forgets the session at each disconnect. */
  clean?: boolean;
  will?: Will;
  /** The wait after a failure is random in 0..min(longest, first x 2^n). Default 1000 and 60000 ms. */
  retry?: { first?: number; longest?: number };
  /** ms from opening the socket to CONNACK, default 10000. */
  connectTimeout?: number;
  /** ms from PINGREQ to PINGRESP, default 10000. */
  pingTimeout?: number;
  /** ms that messages may be in flight without any receipt, default 30000. */
  receiptTimeout?: number;
  /** ms online after which the backoff starts over, default 30000. */
  stable?: number;
  /** Messages of QoS 1 and 2 kept until their receipt, default 64. */
  queue?: number;
  /**
   * Asked before a message joins 16 or more that wait: false makes the outbox full, whatever `queue` says. For programs that
   * run short of memory.
   */
  hasRoom?: () => boolean;
  /** Messages of QoS 1 and 2 on their way at once, default 4. */
  inflight?: number;
  /** Bytes, at most 15000. Longer messages are skipped while they arrive. Default 4096. */
  maxPacket?: number;
  /** Encrypted, but the broker is NOT verified: see the README. Needs a port, usually 8883. */
  tls?: boolean;
  /** Default `require("net")`, or `require("tls")` with `tls`. */
  net?: Net;
  /** 0 <= random() < 1, default `Math.random`. Hand in a hardware source where boards start alike. */
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
  /** When the outbox is full, the oldest message of the lowest priority goes. 2 and more: counted apart. Default 0. */
  priority?: number;
  /**
   * For a topic of which only the last message counts: while one that was published so waits to be sent, a newer one takes
   * its place. Default false.
   */
  latest?: boolean;
}

/** A message that was received, or one whose receipt came. Topic and message are bytes, UTF-8 if the sender kept to it. */
export interface Message {
  topic: string;
  message: string;
  qos: number;
  retain: boolean;
}
