/**
 * What a client seldom does, behind three names. A function costs Espruino 5 to 9 JsVars for as long as it exists, however
 * little it runs; one that is made inside another exists only while that one runs. Making them takes time, in proportion
 * to their text: so what each message needs is apart from what a connection needs, and what comes in a burst is neither
 * here nor there, but in wire.ts and client.ts.
 */
import { disconnect, lose, open, opened, write } from "./connection.ts";
import { packetCame } from "./incoming.ts";
import { flush, nextId, publish, settle } from "./outbox.ts";
import { takePacket } from "./parser.ts";
import { prepare } from "./prepare.ts";
import { wish } from "./subscriptions.ts";
import { isText, isTopic } from "./text.ts";

/** For a message on its way out and its receipt. */
export function sending() {
  "on demand"; // the build moves in here every function that nothing else uses
  return { flush, isText, isTopic, nextId, publish, settle, write };
}

/** For a packet that comes in, other than a message of QoS 0 on the topic of the one before. */
export function receiving() {
  "on demand";
  return { takePacket };
}

/** For a connection's beginning and end, subscriptions, and packets out of the ordinary. */
export function seldom() {
  "on demand";
  return { disconnect, lose, open, opened, packetCame, prepare, wish };
}
