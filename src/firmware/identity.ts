/** The node's identity: its name and the number of this boot. */
import { quote } from "./utf8.ts";

/** The name in UTF-8, as used in topics and as the MQTT client identifier. */
export let node = "";
/** The same as a JSON string. */
export let quotedNode = "";
/** Number of this boot, counted over the chip's life. */
export let boot = 0;

/** Why the node itself restarted the chip before this boot; "" if it did not. */
export let lastRestart = "";

/** What a node is called that was given no name. `serial`: the chip's, as `getSerial()` gives it. */
export function defaultName(serial: string): string {
  return "ding-" + serial.toLowerCase().replace(/\W/g, "").slice(-6);
}

export function setIdentity(name: string, bootNumber: number, restartReason: string): void {
  lastRestart = restartReason;
  node = name;
  quotedNode = quote(name);
  boot = bootNumber;
}
