/** What the node consists of, and how it is bundled. */
import type { RareGroup } from "../bundle/rare.ts";

/** A file of the chip's Storage, made from an entry and all that it imports. */
export interface Program {
  readonly entry: string;
  /** In dist/. */
  readonly path: string;
  /** In the chip's Storage, which takes names of up to 28 characters. */
  readonly storage: string;
  /** Functions that run for each packet, press or command: short to read (keep-short.ts), and always there (rare.ts). */
  readonly busy?: readonly string[];
  /** Functions that are made only while they run (rare.ts), and which of them belong together. */
  readonly rare?: readonly RareGroup[];
}

/** In tinymqtt. */
export const busyInClient: readonly string[] = [
  ...["publish", "enqueue", "replaceWaiting", "flush", "maySend", "sendNext", "nextPacketId", "sendMessage", "send", "word", "wordAt"],
  ...["onData", "readPacket", "readBody", "handlePacket", "handlePublish", "handleWithReceipt", "deliver"],
  ...["handlePuback", "findInFlight", "settle", "remove"],
  ...["isTopic"],
  ...["everySecond"],
];

const busyInNode: readonly string[] = [
  ...busyInClient,
  ...["setOutput", "up", "upAt", "timeField"],
  ...["onEdge", "settle", "acceptLevel", "press", "release", "emit", "armDeadline", "checkDeadline"],
  ...["publishEvent", "eventMessage"],
  ...["kickWatchdog", "onMessage", "handleCommand", "parseCommand", "parseState", "parseJsonCommand", "parseKey", "isInRange", "parseStrictJson", "isObject"],
  ...["applyCommand", "stopTimers", "show", "ledState", "publishState", "quote"],
];

/** What runs so rarely that it can wait for being made. What is busy stays out of it. */
const rareInNode: readonly RareGroup[] = [
  { name: "eachSecond", sources: ["src/tinymqtt/keep-alive.ts", "src/firmware/sensors.ts", "src/firmware/recovery.ts"] },
  { name: "connecting", sources: ["src/tinymqtt/"] },
  { name: "holding", sources: ["board/esp32/flash-region.ts", "src/firmware/flash-page.ts", "src/firmware/flash-log.ts", "src/firmware/flash-outbox.ts"] },
  {
    name: "starting",
    sources: [
      "src/firmware/main.ts",
      "src/firmware/read-config.ts",
      "src/firmware/config.ts",
      "src/firmware/config-rules.ts",
      "src/firmware/pins.ts",
      "board/esp32/",
    ],
  },
  {
    name: "parsing",
    sources: ["src/firmware/strict-json.ts", "src/firmware/utf8.ts", "src/firmware/validate.ts", "src/firmware/dns-sd.ts", "src/firmware/find-broker.ts"],
  },
  { name: "blinking", sources: ["src/firmware/led.ts", "src/firmware/led-memory.ts", "src/firmware/status-led.ts"] },
  { name: "others", sources: ["src/firmware/"] },
];

/** `.bootcde` is what the interpreter runs at power-on, after `.boot0` to `.boot3`. */
export const nodePrograms: readonly Program[] = [
  { entry: "src/firmware/doors.ts", path: "doors.js", storage: ".boot1" },
  { entry: "src/firmware/boot.ts", path: "boot.js", storage: ".bootcde" },
  { entry: "src/firmware/main.ts", path: "ding.js", storage: "ding.js", busy: busyInNode, rare: rareInNode },
];
