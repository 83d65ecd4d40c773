/** A broker in memory that takes every message, and sends whatever bytes a fuzzer gives it. */
import { generate, parser, type IConnackPacket, type IConnectPacket, type ISubscribePacket, type Packet } from "mqtt-packet";
import type { Duplex } from "node:stream";

/** A message from the node. */
export interface Published {
  topic: string;
  payload: Buffer;
  correlation: string | undefined;
}

export class FuzzBroker {
  /** The latest messages first to last; who has looked at them empties the list. */
  readonly published: Published[] = [];
  /** Connections that were accepted. */
  connections = 0;
  /** The protocol version of the latest CONNECT. */
  version: 4 | 5 = 5;
  /** Sent in place of CONNACK, if it is set. */
  greeting: Buffer | undefined;
  private _stream: Duplex | undefined;

  readonly accept = (stream: Duplex): void => {
    this._stream = stream;
    this.connections++;
    let packets: ReturnType<typeof parser> | undefined;
    stream.on("error", () => undefined);
    stream.on("data", (data: Buffer) => {
      packets ??= this._parser(data);
      packets.parse(data);
    });
  };

  /** Sends bytes on the newest connection, each piece for itself. */
  send(...pieces: readonly Buffer[]): void {
    for (const piece of pieces) if (this._stream?.writable) this._stream.write(piece);
  }

  /** Ends the newest connection. */
  hangUp(): void {
    this._stream?.end();
  }

  /** The first packet says which version the others have: its level stands behind "MQTT". */
  private _parser(connect: Buffer): ReturnType<typeof parser> {
    const level = connect[connect.indexOf("MQTT") + 4];
    this.version = level === 5 ? 5 : 4;
    const packets = parser({ protocolVersion: this.version });
    packets.on("packet", (packet: Packet) => this._take(packet));
    packets.on("error", (error: Error) => {
      throw error; // the node must send what is right, whatever it got
    });
    return packets;
  }

  private _take(packet: Packet): void {
    switch (packet.cmd) {
      case "connect":
        this.send(this.greeting ?? this.encode(connack(packet)));
        return;
      case "subscribe":
        this.send(this.encode({ cmd: "suback", messageId: packet.messageId ?? 0, granted: granted(packet) }));
        return;
      case "pingreq":
        this.send(this.encode({ cmd: "pingresp" }));
        return;
      case "publish": {
        const { topic, payload, qos, messageId } = packet;
        this.published.push({ topic, payload: Buffer.from(payload), correlation: packet.properties?.correlationData?.toString("latin1") });
        if (qos === 1 && messageId !== undefined) this.send(this.encode({ cmd: "puback", messageId }));
        return;
      }
      default:
        return;
    }
  }

  /** A packet's bytes in the version of the newest connection. */
  encode(packet: Packet): Buffer {
    return generate(packet, { protocolVersion: this.version });
  }
}

function connack({ protocolVersion }: IConnectPacket): IConnackPacket {
  return protocolVersion === 5 ? { cmd: "connack", reasonCode: 0, sessionPresent: false } : { cmd: "connack", returnCode: 0, sessionPresent: false };
}

function granted({ subscriptions }: ISubscribePacket): number[] {
  return subscriptions.map(({ qos }) => qos);
}
