/** Who the node is: its name, and which boot this is. */
import { quote } from "./utf8.ts";

/** In UTF-8, as the node's topics and its MQTT client identifier have it. */
export let node = "";
/** The same as a JSON string. */
export let quotedNode = "";
/** Counts the chip's boots. */
export let boot = 0;

/** Why the node restarted the chip just before this boot; "" if it did not. */
export let lastRestart = "";

export function setIdentity(name: string, bootNumber: number, restartReason: string): void {
  lastRestart = restartReason;
  node = name;
  quotedNode = quote(name);
  boot = bootNumber;
}
