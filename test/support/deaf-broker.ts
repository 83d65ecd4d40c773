/** A broker that answers, but for what it is told to leave out. It takes a stream, in memory or of a socket. */
import type { Duplex } from "node:stream";

export interface Answers {
  /** CONNACK's return code, default 0. After another one the connection ends. */
  connack?: number;
  puback: boolean;
  closesAfterConnack: boolean;
}

/** By their first half byte. */
const types = { connect: 1, publish: 3, subscribe: 8, pingreq: 12 };

export function deafBroker({ connack = 0, puback, closesAfterConnack }: Answers): (stream: Duplex) => void {
  return (stream) => {
    stream.on("error", () => undefined);
    stream.on("data", (chunk: Buffer) => {
      for (const packet of packets(chunk)) {
        const type = (packet[0] ?? 0) >> 4;
        if (type === types.connect) {
          stream.write(Buffer.from([0x20, 2, 0, connack]));
          if (closesAfterConnack || connack !== 0) stream.end();
        } else if (type === types.subscribe) stream.write(Buffer.from([0x90, 4, packet[2] ?? 0, packet[3] ?? 0, 1, 1]));
        else if (type === types.pingreq) stream.write(Buffer.from([0xd0, 0]));
        else if (type === types.publish && puback && (packet[0] ?? 0) & 2) stream.write(Buffer.from([0x40, 2, ...idOf(packet)]));
      }
    });
  };
}

/** Packets that came whole, each shorter than 16 KB. */
function packets(chunk: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < chunk.length;) {
    const low = chunk[at + 1] ?? 0;
    const isLong = low > 127;
    const end = at + (isLong ? 3 + (low & 127) + 128 * (chunk[at + 2] ?? 0) : 2 + low);
    found.push(chunk.subarray(at, end));
    at = end;
  }
  return found;
}

function idOf(publish: Buffer): number[] {
  const start = (publish[1] ?? 0) > 127 ? 3 : 2;
  const end = start + 2 + publish.readUInt16BE(start);
  return [...publish.subarray(end, end + 2)];
}
