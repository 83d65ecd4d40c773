/** Brokers that misbehave: a TCP server that answers each packet type with bytes written by hand. */
import { createServer, type Server, type Socket } from "node:net";
import type { BrokerAddress } from "../../../src/tools/mqtt/broker-address.ts";

/** What to do when a packet of this type comes (its number, from the first byte's upper half). */
export type Script = Partial<Record<number, (socket: Socket, packet: Buffer) => void>>;

export const connectPacket = 1;
export const publishPacket = 3;
export const subscribePacket = 8;

/** CONNACK: type 2, length 2, no session present, return code. */
export const connack =
  (code: number) =>
  (socket: Socket): void =>
    void socket.write(Buffer.from([0x20, 2, 0, code]));
/** SUBACK with the packet identifier that the SUBSCRIBE bears in bytes 2 and 3; 0x80 is the refusal. */
export const suback =
  (code: number) =>
  (socket: Socket, packet: Buffer): void =>
    void socket.write(Buffer.from([0x90, 3, packet[2] ?? 0, packet[3] ?? 0, code]));
export const hangUp = (socket: Socket): void => void socket.destroy();
export const sayNothing = (): void => undefined;

export interface MisbehavingBroker {
  address: BrokerAddress;
  url: string;
  close(): Promise<void>;
}

/** Starts one. Packets here are small: each comes in one piece, so the first byte of a piece tells its type. */
export async function misbehavingBroker(script: Script): Promise<MisbehavingBroker> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("data", (packet) => script[(packet[0] ?? 0) >> 4]?.(socket, packet));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return {
    address: { host: "127.0.0.1", port: address.port },
    url: `mqtt://127.0.0.1:${address.port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A port at which nothing listens: one that was free a moment ago. */
export async function deadPort(): Promise<number> {
  const broker = await misbehavingBroker({});
  await broker.close();
  return broker.address.port;
}
