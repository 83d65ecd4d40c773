/** What each key of the configuration is for, in words: for the editor and for the README. On this side alone: on the chip they would take flash. */

export const descriptions: Readonly<Record<string, string>> = {
  node: "its name, also the MQTT client ID; empty: `ding-` and six digits of the serial number",
  base: "what its topics start with",
  "wifi.ssid": "the Wi-Fi's name",
  "wifi.password": "empty: an open network",
  "mqtt.host": "the broker's name or address",
  "mqtt.port": "8883 is usual with TLS",
  "mqtt.username": "empty: none",
  "mqtt.password": "for the user name",
  "mqtt.keepalive": "s; silence for one and a half times as long is a lost link",
  "mqtt.tls": "read [Security](#security) first",
  "button.pin": "where the button is",
  "button.activeLow": "pressed is low: a button to GND",
  "button.debounce": "ms that the contact must be steady",
  "button.long": "ms that make a long press",
  "button.double": "ms within which a second click makes a double one",
  "button.events": "which to send; `click` waits until no second one can follow if `double` is sent too",
  "led.pin": "where the LED is",
  "led.activeLow": "lit is low: an LED to 3.3 V",
  "status.pin": "a second LED that tells a person what is wrong; empty: none",
  "status.activeLow": "lit is low: an LED to 3.3 V",
  sensors: "see below",
  "retry.first": "ms; the first wait between two attempts to connect is random, up to this",
  "retry.longest": "ms; later waits double up to this",
  queue: "messages that are kept while offline",
  health: "ms between two health messages",
  "console.remote": "true: Telnet (port 23) and Bluetooth give anybody near the board's console, without a password",
  sntp: "the time server; empty: none, and messages without `time`",
};

/** The keys of one of `sensors`. */
export const sensorDescriptions: Readonly<Record<string, string>> = {
  name: "tells its readings from others'; `sensor0` and so on when left out",
  kind: "what it is",
  pin: "where it is; none for a kind that needs none",
  every: "ms between two readings",
  change: "by how much the value must move to be sent at once, looked at each second; 0: never",
};

/** The keys of flash.config.json beside `device`. */
export const settingsDescriptions = {
  board: "the board that this is for: the name of a file in board/pins",
  device: "the defaults that are compiled in; ding.json on the board overrides them key by key",
  budget: "bytes of flash that the node may take; a build over it fails",
  interpreter: "the files that make Espruino on a blank chip, and where each goes",
} as const;
