/** The life of one connection: socket, CONNECT, CONNACK, keepalive, and the one way out, `lose`. */
import { State, type Client } from "./client.ts";
import { flush } from "./outbox.ts";
import type { Net, Socket } from "./options.ts";
import { Packet, connect, packet } from "./packets.ts";
import { receive } from "./parser.ts";
import { resubscribe } from "./subscriptions.ts";

export const enum Reason {
  /** The program called `disconnect`: no loss. */
  Asked = "disconnected",
}

const enum Refusal {
  /** As many failures as make the next wait random in the whole of 0..retry.longest: asking again soon helps nobody. */
  Failures = 99,
}

/** Hands bytes to the socket, and counts what it has not yet taken. */
export function write(client: Client, bytes: string): void {
  client._behind += bytes.length;
  client._socket!.write(bytes);
}

/** Opens a socket to the next broker. Its listeners find their client through it: none of them is a closure. */
export function open(client: Client): void {
  const options = client._options;
  const address = client._hosts[client._attempt++ % client._hosts.length]!.split(":");
  client._state = State.Connecting;
  client.attempts++;
  client._sincePing = client._sinceHeard = client._behind = client._online = 0;
  client._awaitingPing = false;
  try {
    const net: Net = options.net || (options.tls ? require("tls") : require("net"));
    const socket = net.connect({ host: address[0]!, port: Number(address[1]) || options.port || 1883 }, opened);
    client._socket = socket;
    socket._client = client;
    socket.on("data", receive);
    socket.on("drain", drained);
    socket.on("close", closed);
    client._timer = setTimeout(tick, 1000, client);
  } catch (error) {
    lose(client, "connect failed: " + error);
  }
}

/** TCP is there, or about to be: on Linux Espruino says so too early. Only CONNACK proves a broker. */
function opened(this: Socket): void {
  const client = this._client;
  if (client) write(client, connect(client._options, client._keepalive));
}

function drained(this: Socket): void {
  const client = this._client;
  if (client) {
    client._behind = 0;
    flush(client);
  }
}

function closed(this: Socket): void {
  if (this._client) lose(this._client, "closed by broker");
}

/** CONNACK: the broker took the client, or says why not. */
export function connack(client: Client, flags: number, code: number): void {
  const options = client._options;
  if (code) {
    const names = ["protocol version", "identifier", "server unavailable", "bad username or password", "not authorized"];
    client.emit("refused", code);
    client._failures = Refusal.Failures;
    lose(client, "refused: " + (names[code - 1] || "unknown") + " (" + code + ")");
  } else if (flags > 1 || (flags && options.clean !== false)) {
    lose(client, "protocol error: CONNACK"); // [MQTT-3.2.2-1]
  } else {
    client._state = State.Online;
    client.connected = true;
    client._sincePing = 0;
    if (!flags) {
      // The broker knows nothing any more: what waited for PUBREL is unknown, what waited for PUBCOMP starts over.
      client._unreleased = {};
      for (const message of client._outbox) message._released = false;
    }
    client.emit("connected", { sessionPresent: flags > 0 });
    resubscribe(client, flags > 0);
    flush(client);
  }
}

/**
 * The one way out of a connection, an attempt or the wait for one, whatever ended it. Goes on to the next wait, or with
 * `idle` to none.
 */
export function lose(client: Client, reason: string, idle?: boolean): void {
  const options = client._options;
  const retry = options.retry || {};
  const socket = client._socket;
  const state = client._state;
  if (client._timer) clearTimeout(client._timer);
  client._timer = 0;
  client._socket = undefined;
  client._state = idle ? State.Idle : State.Waiting;
  client.connected = false;
  client._partial = "";
  client._skip = client._inflight = 0;
  client._unanswered = {};
  if (socket) {
    socket._client = undefined;
    socket.end();
  }
  if (!idle) {
    const backoff = (retry.first || options.reconnect_interval || 1000) * Math.pow(2, client._failures++);
    const wait = Math.min(retry.longest || 60000, backoff) * (options.random || Math.random)();
    client._timer = setTimeout(tick, wait, client);
  }
  if (state === State.Online) {
    if (reason !== Reason.Asked) {
      client.attempts = 0;
      client.losses++;
      client.last = reason;
      client.emit("lost", reason);
    }
    client.emit("disconnected", reason);
  } else if (state === State.Connecting) client.emit("failed", reason);
}

/**
 * The wait is over, or a second of a connection has passed. Seconds are counted, not read from the clock, which jumps
 * by decades when SNTP first sets it.
 */
function tick(client: Client): void {
  const options = client._options;
  const keepalive = client._keepalive;
  const sincePing = ++client._sincePing;
  let reason = "";
  client._timer = 0;
  if (!client._socket) return open(client);
  if (!client.connected) {
    if (sincePing * 1000 >= (options.connectTimeout || 10000)) reason = "connect timed out";
  } else {
    if (++client._online * 1000 >= (options.stable || 30000)) client._failures = 0;
    if (keepalive) {
      if (client._awaitingPing) {
        if (sincePing * 1000 >= (options.pingTimeout || 10000)) reason = "no PINGRESP";
      } else if (sincePing >= keepalive * 0.75 - 1) {
        // A quarter early, and a tick: whatever else is sent, one late tick does no harm.
        client._sincePing = 0;
        client._awaitingPing = true;
        write(client, packet(Packet.Pingreq, ""));
      }
      if (++client._sinceHeard >= 1.5 * keepalive) reason = "nothing received";
    }
  }
  if (reason) lose(client, reason);
  else client._timer = setTimeout(tick, 1000, client);
}
