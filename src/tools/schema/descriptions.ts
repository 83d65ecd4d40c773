/** What each key of the configuration is for: shown by editors and in docs/configuration.md. The chip does not have these texts. */

export const descriptions: Readonly<Record<string, string>> = {
  node: "the name of the node, also its MQTT client identifier; if empty: `ding-` and six digits of the serial number",
  base: "the beginning of every topic",
  "wifi.ssid": "name of the Wi-Fi network; `wifi` may also be a list, see [Several networks](#several-networks)",
  "wifi.password": "empty for an open network",
  "mqtt.host": "name or address of the broker; `mdns` for one that is found, see [Finding the broker](#finding-the-broker)",
  "mqtt.port": "usually 8883 with TLS",
  "mqtt.trust": "the name of the only broker found by mDNS that gets user name and password; empty for none",
  "mqtt.username": "empty for none",
  "mqtt.password": "goes with the user name",
  "mqtt.key": "the node obeys only commands that are signed with it, see [Signed commands](signing.md); empty: all commands",
  "mqtt.sign": "the node signs its messages with the key: see [Signed messages](signing.md#signed-messages)",
  "mqtt.keepalive": "s; after one and a half times as long without a sign of life the connection counts as lost",
  "mqtt.tls": "read [Security](limits.md#security) first",
  "mqtt.version":
    "the version of MQTT: `5`, `4` for 3.1.1, or `auto`: 5, and 3.1.1 where the broker refuses that; see [MQTT 5](messages.md#mqtt-5)",
  "mqtt.retain": "whether the broker keeps the LED's state and the node's status; `false` for a broker that takes no retained messages, and hangs up at them",
  "button.name": "named in its messages as `button`; empty: they name none",
  "button.pin": "the pin of the button",
  "button.activeLow": "pressed means low: the button connects to GND",
  "button.debounce": "ms the contact must be stable",
  "button.long": "ms until a press is a long press",
  "button.double": "ms within which a second click makes a double click",
  "button.events": "events to send; with `double`, a `click` is sent once no second one can follow",
  buttons: "more buttons, see below",
  "led.pin": "the pin of the LED",
  "led.activeLow": "lit means low: the LED connects to 3.3 V",
  "led.restore": "its state at power-on: `off`, `on`, or `last`: the state before, if it had lasted for 10 s",
  outputs: "more outputs, such as relays and LEDs; see below",
  "status.pin": "the pin of a second LED that shows what is wrong; empty for none",
  "status.activeLow": "lit means low: the LED connects to 3.3 V",
  sensors: "see below",
  topics: "`shared`: all nodes send to `{base}/sensor/ding`; `node`: each to `{base}/sensor/ding/{node}`, and readings likewise",
  readings: "where readings go: `ding` for `{base}/sensor/ding`, like presses; `topic` for `{base}/sensor/reading`",
  "retry.first": "ms; the first wait before reconnecting is random, up to this long",
  "retry.longest": "ms; waits double up to this, for Wi-Fi up to half a minute",
  "recovery.answer": "ms; the node reconnects if the broker does not answer CONNECT or PINGREQ for so long",
  "recovery.receipt": "ms; the node reconnects if no receipt comes for so long although messages are in flight",
  "recovery.rejoin": "ms; when Wi-Fi says it is connected but MQTT stays away for so long, the node joins the Wi-Fi anew, and waits twice as long before it does so again; 0: never",
  "recovery.restart": "ms; after so long without MQTT the chip restarts, then after twice as long, up to a day; with `journal` 0 the messages that wait are lost; 0: never",
  queue: "messages of button and sensors kept in RAM; with a `journal`, more than 16 that wait go to flash instead",
  journal: "bytes of flash for messages that wait, in steps of 4096; 0: they wait in RAM, and a power cut loses them",
  discovery: "the prefix of Home Assistant's discovery, usually `homeassistant`: see [Home Assistant](recipes/home-assistant/README.md); empty: off",
  health: "ms between health messages",
  "console.remote": "true leaves the consoles on Telnet (port 23) and Bluetooth open to anyone nearby",
  "console.password": "what every console asks for, the cable's too; it stops a passer-by, not somebody who erases or reads the board's flash; `\"\"`: none",
  sntp: "the time server; empty for none: messages have no `time` then",
};

/** The keys of one of `buttons` that say something else than those of `button`. */
export const buttonDescriptions: Readonly<Record<string, string>> = {
  name: "named in its messages; the default is `button2`, `button3` and so on",
};

/** The keys of one of `outputs` that say something else than those of `led`. */
export const outputDescriptions: Readonly<Record<string, string>> = {
  name: "the last level of its topics, in place of `led`; the default is `output2`, `output3` and so on; `led` and `update` are taken",
  pin: "its pin",
  activeLow: "on means low, as for many relay boards",
};

/** The keys of one of `sensors`. */
export const sensorDescriptions: Readonly<Record<string, string>> = {
  name: "identifies its readings; the default is `sensor0`, `sensor1` and so on",
  kind: "what kind of sensor it is",
  pin: "its pin; none for a kind that needs none",
  every: "ms between readings",
  change: "a change of this much is sent at once, checked every second; 0 for never",
};

/** The keys of flash.config.json beside `device`. */
export const settingsDescriptions = {
  board: "the board: the name of a file in board/pins",
  device: "the defaults that are built in; ding.json on the board overrides them key by key",
  budget: "bytes of flash the node may take; a larger build fails",
  interpreter: "the files that make Espruino on a blank chip, and where each goes",
} as const;
