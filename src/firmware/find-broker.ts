/**
 * Finds a broker in the local network by DNS-SD (RFC 6763): asks for `_mqtt._tcp` by multicast, from a port of its own. To such
 * a query responders answer straight to that port (RFC 6762, section 6.7). Any device may answer, with anything.
 */
import type { Options } from "tinymqtt";
import type { UdpSocket } from "../../board/board.ts";
import { openUdpSocket } from "../../board/esp32/udp.ts";
import type { Config } from "./config.ts";
import { labelOf, question, readAnswer, RecordType, type Instance, type Records } from "./dns-sd.ts";
import { log, LogPrefix, LogText } from "./log.ts";

const multicastPort = 5353;
/** ms from a question until the answers to it are looked at. */
const answerTime = 1000;
/** Questions before the search ends. */
const maxQuestions = 4;

/** What a search needs of the configuration; the rest of that is let go. */
export interface WantedBroker {
  _trust: string;
  _isSecure: boolean;
  _login: Login;
}

type Login = Pick<Options, "username" | "password">;

interface Search {
  /** Undefined once the search is over; so is what runs after each question. Both refer to the search: a circle would stay in RAM. */
  _socket: UdpSocket | undefined;
  _onAnswerTime: (() => void) | undefined;
  _wanted: WantedBroker;
  _records: Records;
  /** Questions asked so far. */
  _questions: number;
  _done: Parameters<NonNullable<Options["lookUp"]>>[0];
}

export function wantedBroker(mqtt: Config["mqtt"]): WantedBroker {
  return { _trust: mqtt.trust, _isSecure: mqtt.tls, _login: loginOf(mqtt) };
}

/** User name and password as MQTT takes them: a user name may be empty, and goes with every password. */
export function loginOf(mqtt: Config["mqtt"]): Login {
  const login: Login = {};
  if (mqtt.username || mqtt.password) login.username = mqtt.username;
  if (mqtt.password) login.password = mqtt.password;
  return login;
}

/** What the client calls to find its broker: it takes the one that a person trusts, or else the best that answers. */
export function lookUpBy(wanted: WantedBroker): NonNullable<Options["lookUp"]> {
  return function (done) {
    const search = startSearch(wanted, done);
    search._socket!.on("message", function (bytes, from) {
      readAnswer(search._records, bytes, from.address);
    });
    search._onAnswerTime = function () {
      judge(search);
    };
    ask(search);
  };
}

function startSearch(wanted: WantedBroker, done: Search["_done"]): Search {
  const id = Math.random() * 65536;
  return {
    _socket: openUdpSocket(),
    _onAnswerTime: undefined,
    _wanted: wanted,
    _records: {
      _id: String.fromCharCode((id >> 8) & 255, id & 255),
      _service: wanted._isSecure ? "\x0c_secure-mqtt\x04_tcp\x05local\x00" : "\x05_mqtt\x04_tcp\x05local\x00",
      _instances: [],
      _addresses: {},
    },
    _questions: 0,
    _done: done,
  };
}

/** Asks for what is missing, in turn with the whole service: a question or its answers may get lost. */
function ask(search: Search): void {
  const multicastAddress = "224.0.0.251";
  const records = search._records;
  const partial = search._questions % 2 ? firstPartial(records) : undefined;
  const type = partial ? (partial._target ? RecordType.A : RecordType.Srv) : RecordType.Ptr;
  const name = partial ? partial._target || partial._name : records._service;
  search._questions++;
  try {
    search._socket!.send(question(records._id, name, type), multicastPort, multicastAddress);
  } catch {
    search._questions = maxQuestions; // somebody has closed the socket by an empty datagram
  }
  setTimeout(search._onAnswerTime!, answerTime);
}

/** An instance of which the SRV record or the address has not come. */
function firstPartial(records: Records): Instance | undefined {
  for (const each of records._instances) if (!records._addresses[each._target]) return each;
  return undefined;
}

/** Ends the search if what has answered will do, or else asks again. Waits longer for a broker that a person trusts. */
function judge(search: Search): void {
  const best = bestInstance(search);
  const isLast = search._questions >= maxQuestions;
  if (!best && !isLast) ask(search);
  else if (best && !isLast && search._wanted._trust && !isTrusted(search, best)) ask(search);
  else end(search, best);
}

/** The trusted one, else by priority, weight and name, so that all nodes take the same. */
function bestInstance(search: Search): Instance | undefined {
  let best: Instance | undefined;
  for (const each of search._records._instances) {
    if (search._records._addresses[each._target] && (!best || isBetter(search, each, best))) best = each;
  }
  return best;
}

function isBetter(search: Search, one: Instance, other: Instance): boolean {
  if (isTrusted(search, one) !== isTrusted(search, other)) return isTrusted(search, one);
  if (one._priority !== other._priority) return one._priority < other._priority;
  if (one._weight !== other._weight) return one._weight > other._weight;
  return one._name < other._name;
}

function isTrusted(search: Search, instance: Instance): boolean {
  return labelOf(instance) === search._wanted._trust;
}

function end(search: Search, best: Instance | undefined): void {
  search._socket!.close();
  search._socket = search._onAnswerTime = undefined;
  if (!best) {
    search._done(search._records._instances.length ? "a broker answered by mDNS, but not with its address" : "no broker answered by mDNS");
    return;
  }
  const host = search._records._addresses[best._target]!;
  const login = search._wanted._login;
  const isLoginHeld = login.username !== undefined && !isTrusted(search, best);
  const name = labelOf(best).replace(/[^ -~\x80-\xff]/g, "?");
  const held = isLoginHeld ? "; it gets no user name and password, as mqtt.trust is not its name" : "";
  log(LogPrefix.Mqtt, LogText.MqttFound + host + ":" + best._port + " (" + name + ") by mDNS" + held);
  search._done({
    host: host,
    port: best._port,
    username: isLoginHeld ? undefined : login.username,
    password: isLoginHeld ? undefined : login.password,
  });
}
