/**
 * What a client seldom does, behind three names. A function costs Espruino 5 to 9 JsVars for as long as it exists, however
 * little it runs; one that is made inside another exists only while that one runs. Making them takes time, in proportion
 * to their text: so what each message needs is apart from what a connection needs, and what comes in a burst is neither
 * here nor there, but in wire.ts and client.ts.
 */
import { shortcuts } from "#features";
import { lose, open, opened } from "./connection.ts";
import { packetCame } from "./incoming.ts";
import { flush, nextId, publish, send, settle } from "./outbox.ts";
import { field, word } from "./packets.ts";
import { takePacket } from "./parser.ts";
import { prepare } from "./prepare.ts";
import { wish } from "./subscriptions.ts";
import { isText, isTopic } from "./text.ts";

/** For a message on its way out and its receipt. */
export function sending() {
  "on demand"; // the build moves in here every function that nothing else uses
  return { field, flush, isText, isTopic, nextId, publish, send, settle, word };
}

/** For a packet that comes in, other than a message of QoS 0 on the topic of the one before. */
export function receiving() {
  "on demand";
  return { takePacket };
}

interface Seldom {
  lose: typeof lose;
  open: typeof open;
  opened: typeof opened;
  prepare: typeof prepare;
  wish: typeof wish;
  /** Where there are shortcuts; without them `takePacket` is among what is seldom done. */
  packetCame?: typeof packetCame;
  takePacket?: typeof takePacket;
}

/** For a connection's beginning and end, subscriptions, and packets out of the ordinary. */
export function seldom(): Seldom {
  "on demand";
  return shortcuts ? { lose, open, opened, packetCame, prepare, wish } : { lose, open, opened, prepare, takePacket, wish };
}
