/** Builds the state of a new client from its options. */
import { toBytes } from "#to-bytes";
import { open } from "./connection.ts";
import type { Options } from "./options.ts";
import { isMqttString, isTopic } from "./topics.ts";
import { State, Version, type Broker, type ClientState } from "./types.ts";

/** Throws on options that MQTT does not allow: better now than at each attempt. */
function check(given: Options): void {
  const will = given.will;
  if (given.password !== undefined && given.username === undefined) throw new Error("password without username"); // [MQTT-3.1.2-22]
  if (given.clean === false && !given.clientId) throw new Error("clean: false needs a clientId"); // [MQTT-3.1.3-7]
  if (given.version !== undefined && [4, 5, "auto"].indexOf(given.version) < 0) throw new Error("version must be 4, 5 or auto");
  if (given.maxPacket && given.maxPacket > 15000) throw new Error("maxPacket is 15000 at most");
  const names = (given.clientId || "") + (given.username || "");
  if (!isMqttString(toBytes(names))) throw new Error("bad text: " + names); // [MQTT-3.1.3-4] [MQTT-3.1.3-11]
  if (will && !isTopic(toBytes(will.topic))) throw new Error("bad topic: " + will.topic); // [MQTT-3.1.3-10]
}

/** `address`: `"host"` or `"host:port"`. */
function brokerAt(address: string, port: number, version: Options["version"]): Broker {
  const parts = address.split(":");
  return { host: parts[0]!, port: +(parts[1] || port), version: version === 5 ? Version.Mqtt5 : version === "auto" ? Version.Unknown : Version.Mqtt3 };
}

/**
 * The fields of a client before `connect`. From here on times are in seconds.
 * @throws {Error} on options that MQTT does not allow
 */
export function newState(host: string, given: Options): Omit<ClientState, "emit"> {
  check(given);
  const port = given.port || 1883;
  const retry = given.retry || {};
  const options = Object.assign({}, given);
  // These get fields of their own.
  delete options.port;
  delete options.hosts;
  delete options.retry;
  delete options.queue;
  delete options.keepalive;
  delete options.version;
  delete options.connectTimeout;
  delete options.pingTimeout;
  delete options.receiptTimeout;
  // Espruino searches an object's fields in order, so what every packet needs comes first.
  const state: Omit<ClientState, "emit"> = {
    "#onmessage": undefined,
    "#onpublished": undefined,
    connected: false,
    queued: 0,
    _inflight: 0,
    _outbox: [],
    _unsentBytes: 0,
    _socket: undefined,
    _usedIds: {},
    _latest: {},
    _lastId: ((given.random || Math.random)() * 65535) | 0,
    _emptyProperties: "",
    _checkedTopic: undefined,
    sinceReceipt: 0,
    _lastTopic: "",
    _lastHeader: "",
    _receivedBytes: 0,
    _sinceReceived: 0,
    _bytesToSkip: 0,
    _partial: "",
    _state: State.Idle,
    _maxQueue: given.queue || 64,
    _maxInFlight: given.inflight || 4,
    _options: options,
    losses: 0,
    last: "",
    attempts: 0,
    dropped: 0,
    _brokers: [host].concat(given.hosts || []).map(function (address) {
      return brokerAt(address, port, given.version);
    }),
    _keepalive: given.keepalive === undefined ? given.keep_alive || 30 : given.keepalive,
    _isClean: given.clean !== false,
    _firstWait: retry.first || given.reconnect_interval || 1000,
    _maxWait: retry.longest || 60000,
    _connectTimeout: (given.connectTimeout || 10000) / 1000,
    _pingTimeout: (given.pingTimeout || 10000) / 1000,
    _receiptTimeout: (given.receiptTimeout || 30000) / 1000,
    _stableAfter: (given.stable || 30000) / 1000,
    _maxPacket: given.maxPacket || 4096,
    _open: open,
    _timer: 0,
    _sinceOpen: 0,
    _sincePing: 0,
    _isPinging: false,
    _failures: 0,
    _filters: {},
  };
  return state;
}
