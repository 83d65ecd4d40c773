/** Espruino's `net` over Node's, so that the client can meet real brokers from this process. */
import { connect, type Socket as NodeSocket } from "node:net";
import type { Client, Net, Socket } from "tinymqtt";

type Listener = (this: Socket, bytes: string) => void;

/** Listeners get the socket as `this`; strings are bytes. */
export const nodeNet: Net = {
  connect({ host, port }, onConnect) {
    const link: NodeSocket = connect({ host, port });
    const socket: Socket = {
      write: (bytes) => link.write(bytes, "latin1"),
      end: () => void link.end(),
      on: (event: string, listener: Listener) => {
        if (event === "data") link.on("data", (data) => listener.call(socket, data.toString("latin1")));
        else link.on(event, () => listener.call(socket, ""));
      },
    };
    link.on("error", () => undefined); // "close" follows
    link.on("connect", () => onConnect.call(socket));
    return socket;
  },
};

/** Gives a client what every object has on the chip. */
export function withEvents(client: Client): Client {
  const listeners = new Map<string, ((...args: unknown[]) => void)[]>();
  return Object.assign(client, {
    on: (event: string, listener: (...args: unknown[]) => void) => void listeners.set(event, [...(listeners.get(event) ?? []), listener]),
    emit: (event: string, ...args: unknown[]) => {
      for (const listener of listeners.get(event) ?? []) queueMicrotask(() => listener.apply(client, args));
    },
  });
}
