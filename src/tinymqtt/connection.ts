/** The life of a connection: socket, CONNECT, CONNACK, and the one way out, `lose`. */
import { allOptions, allEvents, changes, exactlyOnce, keptSessions, manyHosts, oldNames, shortcuts } from "#features";
import { State, type Inside } from "./types.ts";
import type { Net, Socket } from "./options.ts";
import { Packet } from "./packets.ts";
import { sending } from "./seldom.ts";
import { request, resubscribe } from "./subscriptions.ts";
import { tick } from "./tick.ts";
import { wire } from "./wire.ts";

const enum Refusal {
  /** As many failures as make the next wait random in the whole of 0..retry.longest: asking again soon helps nobody. */
  Failures = 99,
}

/** Opens a socket to the next broker. Its listener finds the client through it: no closure, and nothing to take off. */
export function open(client: Inside): void {
  const options = client._options;
  if (manyHosts && options.hosts) {
    // In turn, each `"host:port"`.
    const next = options.hosts.shift() || "";
    const address = next.split(":");
    options.hosts.push(next);
    options.host = address[0]!;
    options.port = +address[1]!;
  }
  client._state = State.Connecting;
  client.attempts++;
  client._heard = client._online = 0;
  client._behind = -1;
  client._quiet = -((allOptions && options.connectTimeout) || 10000) / 1000;
  try {
    const net: Net = (allOptions && options.net) || (options.tls ? require("tls") : require("net"));
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

/**
 * TCP is there, or about to be: on Linux Espruino says so too early. Only CONNACK proves a broker. CONNECT's fields stand
 * in the order of [MQTT-3.1.3-1].
 */
export function opened(client: Inside): void {
  const out = sending();
  const field = out._field;
  const options = client._options;
  const will = options.will;
  let flags = keptSessions && options.clean === false ? 0 : 2;
  let body = field(allOptions ? options.clientId || getSerial() : options.clientId!);
  if (will) {
    flags |= 4 | ((will.qos || 0) << 3) | (will.retain ? 32 : 0);
    body += field(will.topic) + field(will.message);
  }
  if (options.username !== undefined) {
    flags |= 128;
    body += field(options.username);
    if (options.password !== undefined) {
      flags |= 64;
      body += field(options.password);
    }
  }
  client._behind = 0;
  out._send(client, Packet.Connect, "\0\x04MQTT\x04" + String.fromCharCode(flags) + out._word(client._keepalive) + body);
}

/** CONNACK: the broker took the client, or says why not. False if it has a session that it was not asked to keep. */
export function connack(client: Inside, flags: number, code: number): boolean {
  if (code) {
    const names = ["protocol version", "identifier", "server unavailable", "bad username or password", "not authorized"];
    if (allEvents) client.emit("refused", code);
    client._failures = Refusal.Failures;
    lose(client, "refused: " + (names[code - 1] || "unknown") + " (" + code + ")");
    return true;
  }
  if (flags > (keptSessions && client._options.clean === false ? 1 : 0)) return false; // [MQTT-3.2.2-1]
  client._state = State.Online;
  client.connected = true;
  client._quiet = 0;
  if (exactlyOnce && !flags) {
    // The broker knows nothing any more: what was half exchanged starts over.
    delete client._unreleased;
    for (const message of client._outbox) message._released = false;
  }
  const sessionPresent = keptSessions && flags > 0;
  if (allEvents) client.emit("connected", { sessionPresent: sessionPresent });
  else client.emit("connected");
  if (changes) resubscribe(client, sessionPresent);
  else request(client, Packet.Subscribe, Object.keys(client._filters));
  sending()._flush(client);
  return true;
}

/**
 * The one way out of a connection, an attempt or the wait for one, whatever ended it. Goes on to the next wait, or with
 * `idle` to none. `asked`: the program wanted it, nothing is lost.
 */
export function lose(client: Inside, reason: string, idle?: boolean, asked?: boolean): 0 {
  const options = client._options;
  const retry = allOptions ? options.retry || {} : options.retry!;
  const socket = client._socket;
  const state = client._state;
  clearTimeout(client._timer);
  client._timer = client._inflight = 0;
  delete client._socket;
  if (changes) delete client._unanswered;
  if (shortcuts) delete client._topic;
  client._state = idle ? State.Idle : State.Waiting;
  client.connected = false;
  if (socket) {
    delete socket._client;
    socket.end();
  }
  if (!idle) {
    const first = allOptions ? retry.first || (oldNames && options.reconnect_interval) || 1000 : retry.first!;
    const wait = Math.min(allOptions ? retry.longest || 60000 : retry.longest!, first * Math.pow(2, client._failures++));
    client._timer = setTimeout(tick, wait * ((allOptions && options.random) || Math.random)(), client);
  }
  if (state === State.Online) {
    if (!(changes && asked)) {
      client.attempts = 0;
      client.losses++;
      client.last = reason;
      if (allEvents) client.emit("lost", reason);
    }
    client.emit("disconnected", reason);
  } else if (state === State.Connecting) client.emit("failed", reason);
  return 0;
}
