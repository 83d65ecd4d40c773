/**
 * What a client seldom does, behind two names. A function costs Espruino 5 to 9 JsVars for as long as it exists, however
 * little it runs; one that is made inside another exists only while that one runs. Making them takes time, in proportion
 * to their text: so what each message needs is apart from what a connection needs, and what comes in a burst is neither
 * here nor there, but in wire.ts and client.ts.
 */
import { disconnect, lose, open, opened } from "./connection.ts";
import { packetCame } from "./incoming.ts";
import { flush, publish, settle } from "./outbox.ts";
import { prepare } from "./prepare.ts";
import { wish } from "./subscriptions.ts";
import { isText, isTopic } from "./text.ts";

/** For a message on its way out, its receipt, or a topic that was not seen before. */
export function messages() {
  "on demand"; // the build moves in here every function that nothing else uses
  return { flush, isText, isTopic, publish, settle };
}

/** For a connection's beginning and end, subscriptions, and packets out of the ordinary. */
export function seldom() {
  "on demand";
  return { disconnect, lose, open, opened, packetCame, prepare, wish };
}
