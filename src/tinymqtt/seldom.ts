/**
 * What a client seldom does, behind three names, or two where there are no shortcuts. A function costs Espruino 5 to 9
 * JsVars for as long as it exists, however little it runs; one that is made inside another exists only while that one runs.
 * Making them takes time, in proportion to their text: so what each message needs is apart from what a connection needs, and
 * what comes in a burst is neither here nor there, but in wire.ts and client.ts.
 */
import { checks, shortcuts, wildcards } from "#features";
import { lose, open, opened } from "./connection.ts";
import { packetCame } from "./incoming.ts";
import { flush, nextId, publish, send, settle } from "./outbox.ts";
import { field, word } from "./packets.ts";
import { takePacket } from "./parser.ts";
import { prepare } from "./prepare.ts";
import { wish } from "./subscriptions.ts";
import { isText, isTopic } from "./text.ts";

interface Sending {
  _field: typeof field;
  _flush: typeof flush;
  _nextId: typeof nextId;
  _publish: typeof publish;
  _send: typeof send;
  _settle: typeof settle;
  _word: typeof word;
  /** Where there are wildcards and checks. */
  _isText?: typeof isText;
  _isTopic?: typeof isTopic;
}

/** For a message on its way out and its receipt. */
export function sending(): Sending {
  "on demand"; // the build moves in here every function that nothing else uses
  return wildcards || checks
    ? { _field: field, _flush: flush, _isText: isText, _isTopic: isTopic, _nextId: nextId, _publish: publish, _send: send, _settle: settle, _word: word }
    : { _field: field, _flush: flush, _nextId: nextId, _publish: publish, _send: send, _settle: settle, _word: word };
}

/** For a packet that comes in, other than a message of QoS 0 on the topic of the one before. */
export function receiving(): { _takePacket: typeof takePacket } {
  "on demand";
  return { _takePacket: takePacket };
}

interface Seldom {
  _lose: typeof lose;
  _open: typeof open;
  _opened: typeof opened;
  /** Where subscriptions change. */
  _wish?: typeof wish;
  /** Where there are shortcuts; without them `takePacket` is among what is seldom done. */
  _prepare?: typeof prepare;
  _packetCame?: typeof packetCame;
  _takePacket?: typeof takePacket;
}

/** For a connection's beginning and end, subscriptions, and packets out of the ordinary. */
export function seldom(): Seldom {
  "on demand";
  return shortcuts
    ? { _lose: lose, _open: open, _opened: opened, _packetCame: packetCame, _prepare: prepare, _wish: wish }
    : { _lose: lose, _open: open, _opened: opened, _takePacket: takePacket };
}
