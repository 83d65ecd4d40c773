/**
 * The lines of the console that programs read: the node prints them, `npm run flash` and `npm run doctor` look for them.
 * Whoever changes a line here changes it on both sides.
 */

/** What a line begins with: which part of the node it comes from. */
export const enum LogPrefix {
  Node = "ding ",
  Wifi = "wifi: ",
  Mqtt = "mqtt: ",
  Config = "config: ",
  Boot = "boot: ",
  SafeMode = "SAFE MODE: ",
}

/** What follows the prefix where more is to be told apart. */
export const enum LogText {
  /** Then the IP address, or the node's name. */
  WifiConnected = "connected, ",
  MqttConnected = "connected as ",
  /** Between a reason and how long the node waits. */
  Retry = "; trying again in ",
  /** In the one line that says that the node stays offline for its configuration. */
  StaysOffline = " The node stays offline. ",
  /** Between the name of a node that has started and its boot's number. */
  NodeBoot = ", boot ",
  /** The boot guard has no node to start (boot.ts has it by itself). */
  NoNode = "no ding.js",
}

export function log(prefix: LogPrefix, text: string): void {
  console.log(prefix + text);
}
