/** Who the node is: its name, and which boot this is. */
import { quote } from "./utf8.ts";

/** In UTF-8, as the node's topics and its MQTT client identifier have it. */
export let node = "";
/** The same as a JSON string. */
export let quotedNode = "";
/** Counts the chip's boots. */
export let boot = 0;

export function setIdentity(name: string, bootNumber: number): void {
  node = name;
  quotedNode = quote(name);
  boot = bootNumber;
}
