/** A broker of MQTT 5 that a test tells what to answer. */
import type { Duplex } from "node:stream";
import { expect } from "vitest";
import { raw } from "../tinymqtt/world.ts";

export interface Published {
  topic: string;
  /** What follows topic and packet identifier: properties and payload. */
  rest: string;
}

/** Accepts MQTT 5, and acknowledges each message of QoS 1 with the reason code that `reason` gives for its topic. */
export class Broker5 {
  readonly published: Published[] = [];
  connects = 0;
  private _stream: Duplex | undefined;

  constructor(public reason: (topic: string) => number) {}

  readonly serve = (stream: Duplex): void => {
    let waiting = Buffer.alloc(0);
    this._stream = stream;
    stream.on("data", (data: Buffer) => {
      waiting = Buffer.concat([waiting, data]);
      for (let size = sizeOf(waiting); size > 0; size = sizeOf(waiting)) {
        this._take(waiting.subarray(0, size));
        waiting = waiting.subarray(size);
      }
    });
  };

  send(packet: string): void {
    this._stream?.write(Buffer.from(raw(packet), "latin1"));
  }

  /** Publishes at QoS 0, without properties; both shorter than 100 bytes. */
  publish(topic: string, payload: string): void {
    this._stream?.write(Buffer.from([0x30, topic.length + payload.length + 3, 0, topic.length, ...Buffer.from(`${topic}\0${payload}`)]));
  }

  private _take(packet: Buffer): void {
    const first = packet.readUInt8(0);
    const at = packet.readUInt8(1) < 128 ? 2 : 3;
    if (first === 0x10) {
      this.connects++;
      expect(packet.readUInt8(at + 6)).toBe(5);
      this.send("20 03 00 00 00");
    }
    if (first === 0xc0) this.send("d0 00");
    if (first === 0x82) this._stream?.write(suback(packet.subarray(at)));
    if (first >> 4 !== 3) return;
    const topicEnd = at + 2 + packet.readUInt16BE(at);
    const topic = packet.toString("latin1", at + 2, topicEnd);
    const isReceiptWanted = (first & 6) > 0;
    this.published.push({ topic, rest: packet.toString("latin1", topicEnd + (isReceiptWanted ? 2 : 0)) });
    const code = this.reason(topic);
    if (isReceiptWanted) this._stream?.write(Buffer.from([0x40, code ? 3 : 2, ...packet.subarray(topicEnd, topicEnd + 2), ...(code ? [code] : [])]));
  }

  on(topic: string): string[] {
    return this.published.filter((each) => each.topic === topic).map(({ rest }) => rest);
  }
}

/** Grants each filter of a SUBSCRIBE, whose body this is, QoS 1. */
function suback(body: Buffer): Buffer {
  const granted: number[] = [];
  // Packet identifier, no properties; then each filter, its length in front of it and its options behind it.
  for (let at = 3; at < body.length; at += 3 + body.readUInt16BE(at)) granted.push(1);
  return Buffer.from([0x90, granted.length + 3, ...body.subarray(0, 2), 0, ...granted]);
}

/** Bytes of the first packet; 0 if it is incomplete. These are shorter than 16384 bytes. */
function sizeOf(bytes: Buffer): number {
  if (bytes.length < 2) return 0;
  const [low = 0, high = 0] = bytes.subarray(1, 3);
  const size = low < 128 ? low + 2 : (low & 127) + high * 128 + 3;
  return size <= bytes.length ? size : 0;
}
