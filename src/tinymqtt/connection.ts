/** The life of a connection: socket, CONNECT, CONNACK, and the one way out, `lose`. */
import { State, type Inside } from "./types.ts";
import type { Net, Socket } from "./options.ts";
import { Packet, connect, packet } from "./packets.ts";
import { sending } from "./seldom.ts";
import { resubscribe } from "./subscriptions.ts";
import { tick } from "./tick.ts";
import { wire } from "./wire.ts";

const enum Refusal {
  /** As many failures as make the next wait random in the whole of 0..retry.longest: asking again soon helps nobody. */
  Failures = 99,
}

/** Hands bytes to the socket, and counts what it has not yet taken. False if the broker has closed it. */
export function write(client: Inside, bytes: string): boolean {
  client._behind += bytes.length;
  try {
    client._socket!.write(bytes);
  } catch {
    return false; // the event that says so is on its way: `lose` comes then
  }
  return true;
}

/** Opens a socket to the next broker. Its listener finds the client through it: no closure, and nothing to take off. */
export function open(client: Inside): void {
  const options = client._options;
  const hosts = options.hosts;
  if (hosts) {
    // In turn, each `"host:port"`.
    const next = hosts.shift() || "";
    const address = next.split(":");
    hosts.push(next);
    options.host = address[0]!;
    options.port = +address[1]!;
  }
  client._state = State.Connecting;
  client.attempts++;
  client._heard = client._online = 0;
  client._behind = -1;
  client._quiet = -(options.connectTimeout || 10000) / 1000;
  try {
    const net: Net = options.net || (options.tls ? require("tls") : require("net"));
    const socket: Socket = net.connect(options, wire);
    client._socket = socket;
    socket._client = client;
    socket.on("data", wire);
    socket.on("drain", wire);
    socket.on("close", wire);
    client._timer = setTimeout(tick, 1000, client);
  } catch (error) {
    lose(client, "connect failed: " + options.host + ":" + options.port + ": " + String(error));
  }
}

/** TCP is there, or about to be: on Linux Espruino says so too early. Only CONNACK proves a broker. */
export function opened(client: Inside): void {
  client._behind = 0;
  write(client, connect(client._options, client._keepalive));
}

/** CONNACK: the broker took the client, or says why not. */
export function connack(client: Inside, flags: number, code: number): void {
  if (code) {
    const names = ["protocol version", "identifier", "server unavailable", "bad username or password", "not authorized"];
    client.emit("refused", code);
    client._failures = Refusal.Failures;
    lose(client, "refused: " + (names[code - 1] || "unknown") + " (" + code + ")");
  } else if (flags > 1 || (flags && client._options.clean !== false)) {
    lose(client, "protocol error: session present"); // [MQTT-3.2.2-1]
  } else {
    client._state = State.Online;
    client.connected = true;
    client._quiet = 0;
    if (!flags) {
      // The broker knows nothing any more: what was half exchanged starts over.
      delete client._unreleased;
      for (const message of client._outbox) message._released = false;
    }
    client.emit("connected", { sessionPresent: flags > 0 });
    resubscribe(client, flags > 0);
    sending().flush(client);
  }
}

/** DISCONNECT, so that the broker drops the will [MQTT-3.14.4-3]. Nothing follows it [MQTT-3.14.4-2]. */
export function disconnect(client: Inside): void {
  if (client.connected) write(client, packet(Packet.Disconnect, ""));
  if (client._state !== State.Idle) lose(client, "disconnected", true, true);
}

/**
 * The one way out of a connection, an attempt or the wait for one, whatever ended it. Goes on to the next wait, or with
 * `idle` to none. `asked`: the program wanted it, nothing is lost.
 */
export function lose(client: Inside, reason: string, idle?: boolean, asked?: boolean): 0 {
  const options = client._options;
  const retry = options.retry || {};
  const socket = client._socket;
  const state = client._state;
  if (client._timer) clearTimeout(client._timer);
  client._timer = 0;
  delete client._socket;
  delete client._partial;
  delete client._topic;
  delete client._unanswered;
  client._state = idle ? State.Idle : State.Waiting;
  client.connected = false;
  delete client._skip;
  client._inflight = 0;
  if (socket) {
    delete socket._client;
    socket.end();
  }
  if (!idle) {
    const backoff = (retry.first || options.reconnect_interval || 1000) * Math.pow(2, client._failures++);
    const wait = Math.min(retry.longest || 60000, backoff) * (options.random || Math.random)();
    client._timer = setTimeout(tick, wait, client);
  }
  if (state === State.Online) {
    if (!asked) {
      client.attempts = 0;
      client.losses++;
      client.last = reason;
      client.emit("lost", reason);
    }
    client.emit("disconnected", reason);
  } else if (state === State.Connecting) client.emit("failed", reason);
  return 0;
}
