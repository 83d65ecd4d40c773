/**
 * Conversations with a scripted broker, as data: the same ones run in this process, on the virtual ESP32 and on the
 * real interpreter, against the built module. `m` is the client, events are printed by name.
 */
export type Step =
  /** The bytes the client must send next: exactly these. */
  | { expect: string }
  /** The broker sends; `pieces` cuts it into single bytes. */
  | { send: string; pieces?: boolean }
  /** The program says this line next. */
  | { says: string }
  /** A statement of the program's, run now. */
  | { run: string }
  /** The client closes the connection. */
  | { closed: true }
  /** The broker closes it. */
  | { close: true }
  /** The client connects again. */
  | { again: true };

export interface Case {
  name: string;
  options?: string;
  /** Run before the client is made. */
  first?: string;
  /** Run before connect(). */
  program?: string;
  steps: Step[];
}

const connect = "10 0d 00 04 'MQTT' 04 02 00 1e 00 01 'c'";
const connect5 = "10 29 00 04 'MQTT' 05 06 00 1e 0d 11 00 00 00 1e 21 00 40 27 00 00 10 00 00 01 'c' 05 18 00 00 00 1e 00 01 'w' 00 03 'off'";
const accepted: Step[] = [{ expect: connect }, { send: "20 02 00 00" }, { says: "connected false" }];
const x = (count: number): string => "x".repeat(count);

export const cases: Case[] = [
  {
    name: "connects, says DISCONNECT, and closes",
    steps: [...accepted, { run: "m.disconnect()" }, { expect: "e0 00" }, { closed: true }, { says: "disconnected disconnected" }],
  },
  {
    name: "is refused by name",
    steps: [{ expect: connect }, { send: "20 02 00 05" }, { says: "refused 5" }, { says: "failed refused: not authorized (5)" }, { closed: true }],
  },
  {
    name: "presents will, username and password",
    options: '{username:"u",password:"p",will:{topic:"w",message:"off",qos:1,retain:true}}',
    steps: [{ expect: "10 1b 00 04 'MQTT' 04 ee 00 1e 00 01 'c' 00 01 'w' 00 03 'off' 00 01 'u' 00 01 'p'" }],
  },
  {
    name: "subscribes to all filters but the one that was given up offline",
    program: 'm.subscribe("a");m.subscribe("old");m.subscribe("b");m.unsubscribe("old");',
    steps: [...accepted, { expect: "82 0a 00 01 00 01 'a' 00 00 01 'b' 00" }],
  },
  {
    name: "publishes at QoS 0, 1 and 2, with receipts",
    steps: [
      ...accepted,
      { run: 'm.publish("a","0")' },
      { expect: "30 04 00 01 'a' '0'" },
      { says: "published" },
      { run: 'm.publish("a","again")' },
      { expect: "30 08 00 01 'a' 'again'" },
      { says: "published" },
      { run: `m.publish("a","${x(200)}")` },
      { expect: `30 cb 01 00 01 'a' '${x(200)}'` },
      { says: "published" },
      { run: 'm.publish("a","1",{qos:1,retain:true})' },
      { expect: "33 06 00 01 'a' 00 01 '1'" },
      { send: "40 02 00 01" },
      { says: "published a 1" },
      { run: 'm.publish("a","2",{qos:2})' },
      { expect: "34 06 00 01 'a' 00 02 '2'" },
      { send: "50 02 00 02" },
      { expect: "62 02 00 02" },
      { send: "70 02 00 02" },
      { says: "published a 2" },
    ],
  },
  {
    name: "sends what waited, and again what had no receipt",
    program: 'm.publish("a","1",{qos:1});m.publish("a","2",{qos:1})',
    steps: [
      { expect: connect },
      { send: "20 02 00 00" },
      { says: "connected false" },
      { expect: "32 06 00 01 'a' 00 01 '1' 32 06 00 01 'a' 00 02 '2'" },
      { send: "40 02 00 01" },
      { says: "published a 1" },
      { close: true },
      { says: "lost closed by broker" },
      { says: "disconnected closed by broker" },
      { again: true },
      { expect: connect },
      { send: "20 02 00 00" },
      { says: "connected false" },
      { expect: "3a 06 00 01 'a' 00 02 '2'" },
    ],
  },
  {
    name: "subscribes at each connect, and reports what was granted",
    program: 'm.subscribe(["a/+","b"],1)',
    steps: [
      { expect: connect },
      { send: "20 02 00 00" },
      { says: "connected false" },
      { expect: "82 0c 00 01 00 03 'a/+' 01 00 01 'b' 01" },
      { send: "90 04 00 01 01 80" },
      { says: "error subscription refused: b" },
      { says: "subscribed a/+,b 1,128" },
      { run: 'm.unsubscribe("b")' },
      { expect: "a2 05 00 02 00 01 'b'" },
      { send: "b0 02 00 02" },
      { close: true },
      { says: "lost closed by broker" },
      { says: "disconnected closed by broker" },
      { again: true },
      { expect: connect },
      { send: "20 02 00 00" },
      { says: "connected false" },
      { expect: "82 08 00 03 00 03 'a/+' 01" },
    ],
  },
  ...[false, true].map((pieces): Case => ({
    name: `receives at every QoS, ${pieces ? "byte by byte" : "glued together"}`,
    steps: [
      ...accepted,
      {
        send: `30 04 00 01 'a' 'x' 31 04 00 01 'a' 'y' 32 06 00 01 'b' 12 34 'z' 34 06 00 01 'c' 00 07 'q' 3c 06 00 01 'c' 00 07 'q' 62 02 00 07 30 cb 01 00 01 'a' '${x(200)}'`,
        pieces,
      },
      { says: 'message "a" x 0 false false' },
      { says: 'message "a" y 0 true false' },
      { says: 'message "b" z 1 false false' },
      { says: 'message "c" q 2 false false' },
      { says: `message "a" ${x(200)} 0 false false` },
      { expect: "40 02 12 34 50 02 00 07 50 02 00 07 70 02 00 07" },
    ],
  })),
  {
    name: "skips a message that is too long, and goes on",
    options: "{maxPacket:256}",
    steps: [
      ...accepted,
      { send: `32 bc 05 00 01 'a' 00 05 '${x(695)}' 30 04 00 01 'b' 'y'` },
      { says: "error skipped a message of 700 bytes on a" },
      { says: 'message "b" y 0 false false' },
      { expect: "40 02 00 05" },
    ],
  },
  ...[
    "36 06 00 01 'a' 00 01 'x'",
    "30 05 00 02 'a#' 'x'",
    "30 04 00 01 00 'x'",
    "30 04 00 01 ff 'x'",
    "30 06 00 03 'a' c3 'bx'",
    "30 80 80 80 80 01",
    "41 02 00 01",
    "20 02 00 00",
    "f0 00",
  ].map((packet): Case => ({
    name: `closes on ${packet}`,
    steps: [...accepted, { send: packet }, { closed: true }],
  })),
  {
    name: "takes topics in UTF-8",
    steps: [
      ...accepted,
      { send: "30 0a 00 07 'gr' c3 bc 'n/x' 'y'" },
      { says: 'message "gr\\u00C3\\u00BCn/x" y 0 false false' },
      { run: 'm.publish("gr\\xc3\\xbcn","y")' },
      { expect: "30 08 00 05 'gr' c3 bc 'n' 'y'" },
    ],
  },
  {
    name: "speaks MQTT 5, with properties and reasons",
    options: '{version:5,will:{topic:"w",message:"off",delay:30}}',
    steps: [
      { expect: connect5 },
      { send: "20 0e 00 00 0b 21 00 02 13 00 0a 27 00 00 01 00" },
      { says: "connected false" },
      { run: 'm.publish("a","0");m.publish("a","again")' },
      { expect: "30 05 00 01 'a' 00 '0' 30 09 00 01 'a' 00 'again'" },
      { says: "published" },
      { says: "published" },
      { run: 'm.publish("a","1",{qos:1,properties:{expiry:4000000000,responseTopic:"r",correlation:"\\xff"}})' },
      { expect: "32 14 00 01 'a' 00 01 0d 02 ee 6b 28 00 08 00 01 'r' 09 00 01 ff '1'" },
      { send: "40 03 00 01 10" },
      { says: "published a 1" },
      { run: 'print("\\x01unheard "+m.unheard)' },
      { says: "unheard 1" },
      { run: `m.publish("a","${x(300)}",{qos:1})` },
      { says: "error message too long for the broker: a" },
      { run: 'm.publish("a","2",{qos:1})' },
      { expect: "32 07 00 01 'a' 00 03 00 '2'" },
      { send: "40 08 00 03 87 04 1f 00 01 'r'" },
      { says: "error broker refused a: not authorized (0x87): r" },
      { run: 'm.subscribe(["b","c"],1)' },
      { expect: "82 0b 00 04 00 00 01 'b' 01 00 01 'c' 01" },
      { send: "90 05 00 04 00 01 8f" },
      { says: "error subscription refused: c: topic filter invalid (0x8F)" },
      { says: "subscribed b,c 1,143" },
      { send: "30 05 00 01 'b' 00 'x' 30 06 00 01 'b' 00 'yz' 32 0d 00 01 'b' 00 07 06 26 00 00 00 01 'k' 's'", pieces: true },
      { says: 'message "b" x 0 false false' },
      { says: 'message "b" yz 0 false false' },
      { says: 'message "b" s 1 false false' },
      { expect: "40 02 00 07" },
      { send: "e0 01 8e" },
      { says: "lost refused: another node has this name (0x8E)" },
      { says: "disconnected refused: another node has this name (0x8E)" },
      { closed: true },
      { again: true },
      { expect: connect5 },
    ],
  },
  {
    name: "answers a command of MQTT 5 where its sender asked",
    options: "{version:5}",
    program: 'm.on("message",function(e){m.publish(e.properties.responseTopic,"ok",{qos:1,properties:{correlation:e.properties.correlation}})})',
    steps: [
      { expect: "10 16 00 04 'MQTT' 05 02 00 1e 08 21 00 40 27 00 00 10 00 00 01 'c'" },
      { send: "20 03 00 00 00" },
      { says: "connected false" },
      { send: "30 0d 00 01 'a' 08 08 00 01 'r' 09 00 01 00 'x'" },
      { says: 'message "a" x 0 false false' },
      { expect: "32 0c 00 01 'r' 00 01 04 09 00 01 00 'ok'" },
    ],
  },
  ...[
    ["20 02 00 01", "by code"],
    ["", "by hanging up"],
  ].map(([refusal = "", how]): Case => ({
    name: `goes on with 3.1.1 where a broker refuses 5 ${how}`,
    options: '{version:"auto"}',
    steps: [
      { expect: "10 16 00 04 'MQTT' 05 02 00 1e 08 21 00 40 27 00 00 10 00 00 01 'c'" },
      refusal ? { send: refusal } : { close: true },
      { says: "failed no MQTT 5 at 127.0.0.1, trying 3.1.1" },
      { again: true },
      ...accepted,
    ],
  })),
  ...["30 08 00 01 'a' 03 21 00 01 'x'", "32 05 00 01 'a' 00 01", "40 05 00 01 00 01 1f", "b0 02 00 01", "f0 00"].map((packet): Case => ({
    name: `closes on ${packet} in MQTT 5`,
    options: "{version:5}",
    steps: [
      { expect: "10 16 00 04 'MQTT' 05 02 00 1e 08 21 00 40 27 00 00 10 00 00 01 'c'" },
      { send: "20 03 00 00 00" },
      { says: "connected false" },
      { send: packet },
      { expect: "e0 01 82" },
      { closed: true },
    ],
  })),
  {
    name: "names a bad topic",
    steps: [...accepted, { run: 'setTimeout(function(){try{m.publish("a/#","")}catch(e){print("threw "+e.message)}},1)' }, { says: "threw bad topic: a/#" }],
  },
  {
    name: "suspends without a word, and comes back at once",
    steps: [
      ...accepted,
      { run: 'm.suspend("Wi-Fi lost")' },
      { closed: true },
      { says: "lost Wi-Fi lost" },
      { says: "disconnected Wi-Fi lost" },
      { run: "m.connect()" },
      { again: true },
      { expect: connect },
    ],
  },
];
