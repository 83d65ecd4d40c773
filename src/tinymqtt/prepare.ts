/** A new client's fields, from the options that a program gave. */
import { allOptions, checks, manyHosts, oldNames } from "#features";
import { toBytes } from "#strings";
import type { Options } from "./options.ts";
import { sending } from "./seldom.ts";
import { State, type Fields } from "./types.ts";

/** Throws where MQTT has no bytes for the options: better at once than at each attempt. */
function check(given: Options): void {
  const will = given.will;
  if (given.password !== undefined && given.username === undefined) throw new Error("password without username"); // [MQTT-3.1.2-22]
  if (given.clean === false && !given.clientId) throw new Error("clean: false needs a clientId"); // [MQTT-3.1.3-7]
  if (given.maxPacket && given.maxPacket > 15000) throw new Error("maxPacket is 15000 at most");
  const names = (given.clientId || "") + (given.username || "");
  if (!sending()._isText!(toBytes(names))) throw new Error("bad text: " + names); // [MQTT-3.1.3-4] [MQTT-3.1.3-11]
  if (will && !sending()._isTopic!(toBytes(will.topic))) throw new Error("bad topic: " + will.topic); // [MQTT-3.1.3-10]
}

/** A client with these methods, and the state before `connect`. */
export function prepare<Methods extends object>(methods: Methods, host: string, given: Options): Methods & Fields {
  if (checks) check(given);
  const address = allOptions ? { host: host, port: 1883 } : { host: host };
  const options = Object.assign(address as { host: string; port: number }, given); // the small client is given a port
  if (manyHosts && (given.hosts || host.indexOf(":") > 0)) {
    options.hosts = [host].concat(given.hosts || []).map(function (each) {
      return each.indexOf(":") < 0 ? each + ":" + options.port : each;
    });
  }
  const usual = (oldNames && given.keep_alive) || 30;
  // What a connection needs is there from its beginning on: see `open`.
  const fields: Omit<Fields, "_behind" | "_heard" | "_online" | "_quiet"> = {
    _options: options,
    _state: State.Idle,
    _timer: 0,
    _keepalive: allOptions && given.keepalive === undefined ? usual : given.keepalive!,
    _failures: 0,
    _inflight: 0,
    _filters: {},
    _outbox: [],
    _lastId: (((allOptions && given.random) || Math.random)() * 65535) | 0,
    connected: false,
    queued: 0,
    losses: 0,
    last: "",
    attempts: 0,
    dropped: 0,
  };
  return Object.assign(Object.create<Methods>(methods) as Methods & Fields, fields);
}
