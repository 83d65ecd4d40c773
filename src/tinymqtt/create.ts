/** Builds the state of a new client from its options. */
import { toBytes } from "#to-bytes";
import { open } from "./connection.ts";
import type { Options } from "./options.ts";
import { isMqttString, isTopic } from "./topics.ts";
import { State, type ClientState } from "./types.ts";

/** Throws on options that MQTT does not allow: better now than at each attempt. */
function check(given: Options): void {
  const will = given.will;
  if (given.password !== undefined && given.username === undefined) throw new Error("password without username"); // [MQTT-3.1.2-22]
  if (given.clean === false && !given.clientId) throw new Error("clean: false needs a clientId"); // [MQTT-3.1.3-7]
  if (given.maxPacket && given.maxPacket > 15000) throw new Error("maxPacket is 15000 at most");
  const names = (given.clientId || "") + (given.username || "");
  if (!isMqttString(toBytes(names))) throw new Error("bad text: " + names); // [MQTT-3.1.3-4] [MQTT-3.1.3-11]
  if (will && !isTopic(toBytes(will.topic))) throw new Error("bad topic: " + will.topic); // [MQTT-3.1.3-10]
}

/** Adds the port to `"host"`; leaves `"host:port"` as it is. */
function withPort(address: string, port: number): string {
  return address.indexOf(":") < 0 ? address + ":" + port : address;
}

/**
 * The fields of a client before `connect`. From here on times are in seconds.
 * @throws {Error} on options that MQTT does not allow
 */
export function newState(host: string, given: Options): Omit<ClientState, "emit"> {
  check(given);
  const port = given.port || 1883;
  const retry = given.retry || {};
  const random = given.random || Math.random;
  const address = withPort(host, port).split(":");
  const options: ClientState["_options"] = Object.assign({ host: "", port: port }, given);
  options.host = address[0]!;
  options.port = +address[1]!;
  // These get numeric fields of their own.
  delete options.hosts;
  delete options.retry;
  delete options.queue;
  delete options.keepalive;
  delete options.connectTimeout;
  delete options.pingTimeout;
  delete options.receiptTimeout;
  const state: Omit<ClientState, "emit"> = {
    connected: false,
    queued: 0,
    losses: 0,
    last: "",
    attempts: 0,
    dropped: 0,
    _options: options,
    _keepalive: given.keepalive === undefined ? given.keep_alive || 30 : given.keepalive,
    _isClean: given.clean !== false,
    _firstWait: retry.first || given.reconnect_interval || 1000,
    _maxWait: retry.longest || 60000,
    _connectTimeout: (given.connectTimeout || 10000) / 1000,
    _pingTimeout: (given.pingTimeout || 10000) / 1000,
    _receiptTimeout: (given.receiptTimeout || 30000) / 1000,
    _stableAfter: (given.stable || 30000) / 1000,
    _maxQueue: given.queue || 64,
    _maxInFlight: given.inflight || 4,
    _maxPacket: given.maxPacket || 4096,
    _random: random,
    _state: State.Idle,
    _open: open,
    _timer: 0,
    _socket: undefined,
    _partial: "",
    _bytesToSkip: 0,
    _unsentBytes: 0,
    _sinceOpen: 0,
    _sincePing: 0,
    _isPinging: false,
    _sinceReceived: 0,
    sinceReceipt: 0,
    _receivedBytes: 0,
    _failures: 0,
    _checkedTopic: undefined,
    _lastTopic: "",
    _lastHeader: "",
    _filters: {},
    _unanswered: {},
    _unreleased: {},
    _outbox: [],
    _latest: {},
    _inflight: 0,
    _usedIds: {},
    _lastId: (random() * 65535) | 0,
  };
  if (given.hosts) {
    state._hosts = [host].concat(given.hosts).map(function (each) {
      return withPort(each, port);
    });
  }
  return state;
}
