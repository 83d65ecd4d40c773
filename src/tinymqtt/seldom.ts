/**
 * The client's seldom used functions, behind one name. A function costs Espruino 5 to 9 JsVars for as long as it
 * exists, however little it runs; one that is made inside another exists only while that one runs.
 */
import { disconnect, lose, open, opened } from "./connection.ts";
import { packetCame } from "./incoming.ts";
import { flush, publish } from "./outbox.ts";
import { prepare } from "./prepare.ts";
import { wish } from "./subscriptions.ts";

export function seldom() {
  "on demand"; // the build moves in here every function that nothing else uses
  return { disconnect, flush, lose, open, opened, packetCame, prepare, publish, wish };
}
