/**
 * Console lines that programs parse: the node prints them, and `npm run flash` and `npm run doctor` look for them. Both sides
 * import them from here.
 */

/** The start of a line: the part of the node that printed it. */
export const enum LogPrefix {
  Node = "ding ",
  Wifi = "wifi: ",
  Mqtt = "mqtt: ",
  Config = "config: ",
  Update = "update: ",
  Boot = "boot: ",
  SafeMode = "SAFE MODE: ",
}

/** Text after the prefix that programs look for. */
export const enum LogText {
  /** Followed by the IP address. */
  WifiConnected = "connected, ",
  /** Followed by the node's name. */
  MqttConnected = "connected as ",
  /** The client retries with the older version within the same attempt. */
  VersionRefused = "the broker takes no MQTT 5; connecting with MQTT 3.1.1",
  /** Followed by the address of a broker that was looked up. */
  MqttFound = "found ",
  /** Between the reason and the wait in seconds. */
  Retry = "; trying again in ",
  /** Part of the line that reports a missing setting. */
  StaysOffline = " The node stays offline. ",
  /** Between the node's name and the boot number. */
  NodeBoot = ", boot ",
  /** The boot guard has no node to start. */
  NoNode = "no ding.js",
}

export function log(prefix: LogPrefix, text: string): void {
  console.log(prefix + text);
}
