/** Conversations as in cases.ts, with the small client (src/tinymqtt/features.small.ts). */
import type { Case, Step } from "./cases.ts";

const connect = "10 0d 00 04 'MQTT' 04 02 00 1e 00 01 'c'";
const x = (count: number): string => "x".repeat(count);
/** Options that it wants given; and its waits and identifiers start from 0. */
const small = { options: "{keepalive:30,retry:{first:1,longest:1},queue:2}", first: "Math.random=function(){return 0}" };
const asked = 'm.subscribe(["a","b"],1)';
const accepted: Step[] = [{ expect: connect }, { send: "20 02 00 00" }, { says: "connected" }];
const subscribed: Step[] = [...accepted, { expect: "82 0a 00 01 00 01 'a' 01 00 01 'b' 01" }, { send: "90 04 00 01 01 01" }];

export const smallCases: Case[] = [
  { ...small, name: "is refused by name", steps: [{ expect: connect }, { send: "20 02 00 05" }, { says: "failed refused: not authorized (5)" }, { closed: true }] },
  {
    ...small,
    name: "presents will, username and password",
    options: '{keepalive:30,retry:{first:1,longest:1},queue:2,username:"u",password:"p",will:{topic:"w",message:"off",qos:1,retain:true}}',
    steps: [{ expect: "10 1b 00 04 'MQTT' 04 ee 00 1e 00 01 'c' 00 01 'w' 00 03 'off' 00 01 'u' 00 01 'p'" }],
  },
  {
    ...small,
    name: "publishes at QoS 0 and 1, long and short, retained or not",
    steps: [
      ...accepted,
      { run: 'm.publish("a","0")' },
      { expect: "30 04 00 01 'a' '0'" },
      { run: `m.publish("a","${x(200)}",{retain:true})` },
      { expect: `31 cb 01 00 01 'a' '${x(200)}'` },
      { run: 'm.publish("a","1",{qos:1,retain:true})' },
      { expect: "33 06 00 01 'a' 00 01 '1'" },
      { send: "40 02 00 01" },
      // The receipt and this come over two connections: in either order.
      { run: 'var t=setInterval(function(){if(!m.queued){clearInterval(t);print("\\x01empty")}},10)' },
      { says: "empty" },
    ],
  },
  {
    ...small,
    name: "sends what waited, the oldest gone where there was no room, and again what had no receipt",
    program: '["0","1","2"].forEach(function(t){m.publish("a",t,{qos:1})})',
    steps: [
      ...accepted,
      { expect: "32 06 00 01 'a' 00 01 '1' 32 06 00 01 'a' 00 02 '2'" },
      { send: "40 02 00 01" },
      { close: true },
      { says: "disconnected closed by broker" },
      { again: true },
      ...accepted,
      { expect: "3a 06 00 01 'a' 00 02 '2'" },
      { run: 'print("\\x01dropped "+m.dropped+" lost "+m.losses+" "+m.last)' },
      { says: "dropped 1 lost 1 closed by broker" },
    ],
  },
  {
    ...small,
    name: "asks for its topics at each connect, and names one that is refused",
    program: asked,
    steps: [
      ...accepted,
      { expect: "82 0a 00 01 00 01 'a' 01 00 01 'b' 01" },
      { send: "90 04 00 01 01 80" },
      { says: "error subscription refused: b" },
      { close: true },
      { says: "disconnected closed by broker" },
      { again: true },
      ...accepted,
      { expect: "82 0a 00 02 00 01 'a' 01 00 01 'b' 01" },
    ],
  },
  ...[false, true].map((pieces): Case => ({
    ...small,
    name: `receives at every QoS, ${pieces ? "byte by byte" : "glued together"}`,
    program: asked,
    steps: [
      ...subscribed,
      { send: `30 04 00 01 'a' 'x' 31 04 00 01 'a' 'y' 32 06 00 01 'b' 12 34 'z' 34 06 00 01 'b' 00 07 'q' 62 02 00 07 30 cb 01 00 01 'a' '${x(200)}' 31 03 00 01 'b'`, pieces },
      { says: "message \"a\" x 0 false undefined" },
      { says: "message \"a\" y 0 true undefined" },
      { says: "message \"b\" z 1 false undefined" },
      { says: "message \"b\" q 2 false undefined" },
      { says: `message "a" ${x(200)} 0 false undefined` },
      { says: "message \"b\"  0 true undefined" },
      { expect: "40 02 12 34 50 02 00 07 70 02 00 07" },
    ],
  })),
  {
    ...small,
    name: "hands on nothing that it did not ask for",
    program: asked,
    steps: [...subscribed, { send: "32 08 00 03 'z/!' 00 09 'x' 30 04 00 02 'on' 30 04 00 01 'b' 'y'" }, { says: "message \"b\" y 0 false undefined" }, { expect: "40 02 00 09" }],
  },
  {
    ...small,
    name: "skips a message that is too long, and goes on",
    program: asked,
    steps: [
      ...subscribed,
      { send: `32 84 28 00 01 'a' 00 05 '${x(5119)}' 30 04 00 01 'b' 'y'` },
      { says: "error skipped a message of 5124 bytes on a" },
      { says: "message \"b\" y 0 false undefined" },
      { expect: "40 02 00 05" },
    ],
  },
  ...[
    ...["36 06 00 01 'a' 00 01 'x'", "38 04 00 01 'a' 'x'", "32 04 00 01 'a' 00", "32 06 00 01 'a' 00 00 'x'", "30 03 00 09 'a'", "30 80 80 80 80 01"],
    ...["30 04 00 01 c3 'x'", "30 05 00 02 'a#' 'x'", "30 04 00 01 00 'x'", "30 04 00 01 ff 'x'", "30 02 00 00"],
    ...["90 03 00 01 01", "90 04 00 01 01 03", "90 02 00 01", "41 02 00 01", "40 02 00 00", "40 03 00 01 00", "20 02 00 00", "50 02 00 01", "62 03 00 01 00", "d0 01 00", "f0 00", "10 00"],
  ].map((packet): Case => ({
    ...small,
    name: `closes on ${packet}`,
    program: asked,
    steps: [...subscribed, { send: packet }, { closed: true }],
  })),
  ...["'HTTP/1.1 400 Bad'", "20 02 01 00", "20 03 00 00 00", "20 01 00", "d0 00", "30 04 00 01 'a' 'x'"].map((packet): Case => ({
    ...small,
    name: `closes on ${packet} in CONNACK's place`,
    steps: [{ expect: connect }, { send: packet }, { closed: true }],
  })),
  {
    ...small,
    name: "suspends without a word, and comes back at once",
    steps: [...accepted, { run: 'm.suspend("Wi-Fi lost")' }, { closed: true }, { says: "disconnected Wi-Fi lost" }, { run: "m.connect()" }, { again: true }, { expect: connect }],
  },
];
