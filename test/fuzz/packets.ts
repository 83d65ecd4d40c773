/** What a broker may send: whole packets of both versions, what is nearly one, and anything else, in any segments. */
import fc from "fast-check";
import { generate, type Packet } from "mqtt-packet";
import { anyText, mutated } from "./hostile.ts";
import { commandPayloads } from "./payloads.ts";

export type Version = 4 | 5;

/** A byte stream, and the sizes of the pieces in which it comes. */
export interface Stream {
  bytes: Buffer;
  cuts: number[];
  /** Whether it comes in place of CONNACK. */
  isGreeting: boolean;
}

const ids = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 65_535 }));
const topics = fc.oneof(
  fc.constantFrom("/kv6003/control/led/hall", "/kv6003/control/led", "homeassistant/status", "/", "\0", "#", "x".repeat(300)),
  anyText(20).map((topic) => topic.replace(/\p{Cs}/gu, "") || "x"),
);
const codes = fc.constantFrom(0, 1, 2, 0x10, 0x80, 0x84, 0x87, 0x8e, 0x95, 0x97, 0x9c, 0x9d);
const texts = fc.string({ maxLength: 30 });
const payloads = fc.oneof(
  { weight: 6, arbitrary: commandPayloads },
  { weight: 1, arbitrary: fc.constantFrom(Buffer.alloc(4_000, "x"), Buffer.alloc(20_000), Buffer.alloc(70_000)) },
);

const publishes = fc
  .record({
    topic: topics,
    payload: payloads,
    qos: fc.constantFrom<0 | 1 | 2>(0, 1, 2),
    dup: fc.boolean(),
    retain: fc.boolean(),
    messageId: ids,
    properties: fc.record(
      {
        responseTopic: topics,
        correlationData: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
        topicAlias: fc.nat(3),
        contentType: texts,
      },
      { requiredKeys: [] },
    ),
  })
  .map((fields): Packet => ({ cmd: "publish", ...fields, dup: fields.qos > 0 && fields.dup }));

const receipts = fc
  .record({ cmd: fc.constantFrom("puback", "pubrec", "pubrel", "pubcomp", "unsuback"), messageId: ids, reasonCode: codes })
  .map((fields) => fields as Packet);

const subacks = fc.record({ messageId: ids, granted: fc.array(codes, { minLength: 1, maxLength: 4 }) }).map((fields): Packet => ({ cmd: "suback", ...fields }));

const limits = fc.record(
  {
    receiveMaximum: fc.integer({ min: 1, max: 65_535 }),
    maximumQoS: fc.nat(1),
    retainAvailable: fc.boolean(),
    maximumPacketSize: fc.integer({ min: 1, max: 100_000 }),
    assignedClientIdentifier: texts,
    topicAliasMaximum: fc.nat(10),
    reasonString: texts,
    wildcardSubscriptionAvailable: fc.boolean(),
    serverKeepAlive: fc.nat(65_535),
    serverReference: texts,
  },
  { requiredKeys: [] },
);
const connacks = fc
  .record({ reasonCode: codes, returnCode: fc.nat(6), sessionPresent: fc.boolean(), properties: limits })
  .map((fields): Packet => ({ cmd: "connack", ...fields }));

const ends = fc.record({ cmd: fc.constantFrom("disconnect", "auth", "pingresp"), reasonCode: codes }).map((fields) => fields as Packet);

/** Types that a broker never sends are among them: what comes is whatever a stranger likes. */
const packets = fc.oneof({ weight: 4, arbitrary: publishes }, { weight: 2, arbitrary: receipts }, subacks, connacks, ends);

/** What the library will not write is left to the mutations. */
function encoded(packet: Packet, protocolVersion: Version): Buffer {
  try {
    return generate(packet, { protocolVersion });
  } catch {
    return Buffer.from([0xf0, 0x00]);
  }
}

/** A header that lies about the length of what follows, or does not end. */
const frames = fc
  .tuple(
    fc.nat(255),
    fc.constantFrom(
      [0],
      [1],
      [5],
      [127],
      [0x80, 0],
      [0x80, 1],
      [0xff, 0x7f],
      [0xff, 0xff, 0x7f],
      [0xff, 0xff, 0xff, 0x7f],
      [0xff, 0xff, 0xff, 0xff],
      [0x80, 0x80, 0x80, 0x80, 1],
    ),
    fc.uint8Array({ maxLength: 40 }),
  )
  .map(([first, length, body]) => Buffer.from([first, ...length, ...body]));

export function streams(version: Version): fc.Arbitrary<Stream> {
  const whole = packets.map((packet) => encoded(packet, version));
  const piece = fc.oneof({ weight: 3, arbitrary: whole }, { weight: 3, arbitrary: mutated(whole) }, frames);
  return fc.record({
    bytes: fc.array(piece, { minLength: 1, maxLength: 6 }).map((all) => Buffer.concat(all)),
    cuts: fc.array(fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 1_500 })), { minLength: 1, maxLength: 6 }),
    isGreeting: fc.nat(5).map((one) => one === 0),
  });
}

/** The pieces of a stream: its sizes in turn, and what is left after some dozens of them at once. */
export function segments({ bytes, cuts }: Stream): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  while (at < bytes.length && pieces.length < 40) {
    const size = cuts[pieces.length % cuts.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...pieces, bytes.subarray(at)];
}
