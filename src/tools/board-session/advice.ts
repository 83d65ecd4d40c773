/** What to do about a board that misbehaves, in the terms of the tool at hand: a command line has options, a page has a form. */

/** The variables for passwords, which other users of this computer cannot read. */
export const passwordVariables = { wifi: "DING_WIFI_PASSWORD", mqtt: "DING_MQTT_PASSWORD", console: "DING_CONSOLE_PASSWORD" } as const;

/** Each text either continues a sentence or is one. */
export interface Advice {
  /** Where Espruino may be missing. */
  readonly interpreter: string;
  /** Where its version is old. */
  readonly newerInterpreter: string;
  readonly anotherPort: string;
  readonly anotherSpeed: (baud: number) => string;
  readonly unlock: string;
  /** Where the node said nothing. */
  readonly lookAtConsole: string;
  readonly changeWifi: string;
  readonly changeBroker: string;
  readonly giveWifi: string;
  readonly giveWifiPassword: string;
  readonly giveBroker: string;
  readonly giveBrokerPassword: string;
  /** Where somebody else's program would be replaced. */
  readonly allowReplacing: string;
  readonly keepBluetooth: string;
  /** Where the chip's loader lost something. */
  readonly slower: string;
}

export const commandLineAdvice: Advice = {
  interpreter: "If Espruino is not on the board yet, put it there: npm run flash -- --interpreter <Espruino's zip>",
  newerInterpreter: "npm run flash -- --interpreter <download> installs a newer one",
  anotherPort: "If it is another port, name it: --port <path>",
  anotherSpeed: (baud) => `If Espruino uses another speed than ${baud}, name it: --baud <n>`,
  unlock: `put its password (console.password) into the environment as ${passwordVariables.console}, and run this again`,
  lookAtConsole: "npm run console shows what it says",
  changeWifi: "To change it: npm run flash -- --only-config --wifi <name>",
  changeBroker: "To change it: npm run flash -- --only-config --broker <host[:port]>",
  giveWifi: "give --wifi <name>, or wifi.ssid in --config <file> or device.local.json",
  giveWifiPassword: `put it into the environment as ${passwordVariables.wifi} (empty for an open network)`,
  giveBroker: "give --broker <host[:port]>, or mqtt.host in --config <file> or device.local.json",
  giveBrokerPassword: `put it into the environment as ${passwordVariables.mqtt}`,
  allowReplacing: "add -y if you mean it",
  keepBluetooth: "--keep-bluetooth leaves it on",
  slower: "--flash-baud 115200",
};
