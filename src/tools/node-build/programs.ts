/** What the node consists of, and how it is bundled. */
import type { BusyFunctions } from "../bundle/busy.ts";
import type { RareGroup } from "../bundle/rare.ts";

/** A file of the chip's Storage, made from an entry and all that it imports. */
export interface Program {
  readonly entry: string;
  /** In dist/. */
  readonly path: string;
  /** In the chip's Storage, which takes names of up to 28 characters. */
  readonly storage: string;
  /** The first line is `//` and the version: so a node finds out what its other slot holds. */
  readonly beginsWithVersion?: boolean;
  /** Functions that run for each packet, press or command: short to read (keep-short.ts), and always there (rare.ts). */
  readonly busy?: BusyFunctions;
  /** Functions that are made only while they run (rare.ts), and which of them belong together. */
  readonly rare?: readonly RareGroup[];
}

/** In tinymqtt. */
export const busyInClient: BusyFunctions = {
  "src/tinymqtt/publish.ts": ["publish"],
  "src/tinymqtt/outbox.ts": [
    ...["enqueue", "replaceOrRegister", "flush", "maySend", "sendNext", "nextPacketId", "sendMessage"],
    ...["handlePuback", "complete", "remove"],
  ],
  "src/tinymqtt/send.ts": ["send"],
  "src/tinymqtt/packets.ts": ["word", "wordAt"],
  "src/tinymqtt/receive.ts": ["onData", "readPackets", "readPuback", "readPacket", "readBody", "handlePacket"],
  "src/tinymqtt/incoming-publish.ts": ["handlePublish", "handleWithReceipt", "deliver"],
  "src/tinymqtt/topics.ts": ["isTopic"],
  "src/tinymqtt/keep-alive.ts": ["everySecond"],
};

const busyInNode: BusyFunctions = {
  ...busyInClient,
  "board/esp32/pins.ts": ["setOutput"],
  "board/esp32/chip.ts": ["kickWatchdog"],
  "src/firmware/clock.ts": ["up", "upAt", "timeField"],
  "src/firmware/button.ts": ["onEdge", "settle", "acceptLevel", "press", "release", "emit"],
  "src/firmware/flash-outbox.ts": ["publishEvent"],
  "src/firmware/messages.ts": ["eventMessage"],
  "src/firmware/main.ts": ["everySecond"],
  "src/firmware/outputs.ts": ["onMessage", "handleCommand"],
  "src/firmware/commands.ts": ["parseCommand", "parseState", "parseJsonCommand", "parseKey"],
  "src/firmware/strict-json.ts": ["parseStrictJson"],
  "src/firmware/validate.ts": ["isObject"],
  "src/firmware/led.ts": ["applyCommand", "stopTimers", "show", "ledState"],
  "src/firmware/mqtt.ts": ["publishState"],
  "src/firmware/utf8.ts": ["quote"],
};

/** What runs so rarely that it can wait for being made. What is busy stays out of it. */
const rareInNode: readonly RareGroup[] = [
  { name: "eachSecond", sources: ["src/tinymqtt/keep-alive.ts", "src/firmware/sensors.ts", "src/firmware/recovery.ts"] },
  {
    name: "ofVersion5",
    sources: [
      "src/tinymqtt/receive-5.ts",
      "src/tinymqtt/connack-5.ts",
      "src/tinymqtt/connect-properties.ts",
      "src/tinymqtt/limits.ts",
      "src/tinymqtt/properties.ts",
      "src/tinymqtt/message-properties.ts",
      "src/tinymqtt/reason-codes.ts",
    ],
  },
  { name: "connecting", sources: ["src/tinymqtt/"] },
  {
    name: "holding",
    sources: [
      ...["board/esp32/flash-region.ts", "src/firmware/flash-page.ts", "src/firmware/flash-log.ts", "src/firmware/flash-outbox.ts"],
      ...["src/firmware/hmac.ts", "src/firmware/command-counter.ts", "src/firmware/signed-commands.ts", "src/firmware/signed-messages.ts"],
    ],
  },
  {
    name: "starting",
    sources: [
      "src/firmware/main.ts",
      "src/firmware/missing-config.ts",
      "src/firmware/read-config.ts",
      "src/firmware/config.ts",
      "src/firmware/config-json.ts",
      "src/firmware/config-rules.ts",
      "src/firmware/pins.ts",
      "board/esp32/",
    ],
  },
  // An update is read as rarely as a configuration, and a group of its own would take 5 JsVars for as long as the node runs.
  {
    name: "reading",
    sources: [
      ...["src/firmware/strict-json.ts", "src/firmware/utf8.ts", "src/firmware/validate.ts", "src/firmware/dns-sd.ts", "src/firmware/find-broker.ts"],
      ...["src/firmware/update.ts", "src/firmware/announcement.ts", "src/firmware/slots.ts", "src/firmware/versions.ts", "src/firmware/trial-state.ts"],
      "src/firmware/change-config.ts",
    ],
  },
  { name: "blinking", sources: ["src/firmware/led.ts", "src/firmware/led-memory.ts", "src/firmware/status-led.ts"] },
  { name: "others", sources: ["src/firmware/"] },
];

/** `.bootcde` is what the interpreter runs at power-on, after `.boot0` to `.boot3`. */
export const nodePrograms: readonly Program[] = [
  { entry: "src/firmware/doors.ts", path: "doors.js", storage: ".boot1" },
  { entry: "src/firmware/boot.ts", path: "boot.js", storage: ".bootcde" },
  { entry: "src/firmware/main.ts", path: "ding.js", storage: "ding.js", beginsWithVersion: true, busy: busyInNode, rare: rareInNode },
];
