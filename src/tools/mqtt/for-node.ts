/**
 * tinymqtt for Node, the entry that Node takes of the package: Espruino gives every object events and brings a network of
 * its own; here both are made of Node's.
 */
import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import * as tcp from "node:net";
import * as tls from "node:tls";
import { create as createClient, type Client, type Net, type Options, type Socket } from "tinymqtt";

export { matches } from "tinymqtt";

/** Espruino's `net` over a socket of Node's: strings are bytes, and listeners are called with the socket as `this`. */
function netOver(open: (host: string, port: number) => { link: tcp.Socket; openEvent: string }): Net {
  return {
    connect({ host, port }, onConnect) {
      const { link, openEvent } = open(host, port);
      const drained = new EventEmitter();
      const socket: Socket = {
        // Node's own "drain" comes only after its buffer was full, Espruino's whenever everything has been sent.
        write: (bytes) =>
          link.write(bytes, "latin1", () => {
            if (link.writableLength === 0) drained.emit("drain");
          }),
        end: () => void link.end(),
        on: (event: string, listener: (this: Socket, bytes: string) => void) => {
          (event === "drain" ? drained : link).on(event, (data: unknown) => listener.call(socket, Buffer.isBuffer(data) ? data.toString("latin1") : ""));
        },
      };
      link.on("error", () => undefined); // "close" follows
      link.once(openEvent, () => onConnect.call(socket));
      return socket;
    },
  };
}

const plain = netOver((host, port) => ({ link: tcp.connect({ host, port }), openEvent: "connect" }));
/** Unlike Espruino's, it verifies the broker. */
const encrypted = netOver((host, port) => ({ link: tls.connect({ host, port, servername: tcp.isIP(host) ? "" : host }), openEvent: "secureConnect" }));

/**
 * A client for a broker's address, `"host"` or `"host:port"`. Nothing happens before `connect`. Without a `clientId` it has
 * a random one.
 * @throws {Error} on options for which MQTT has no bytes
 */
export function create(host: string, options: Options = {}): Client {
  const clientId = options.clientId ?? (options.clean === false ? "" : `tinymqtt-${randomBytes(4).toString("hex")}`);
  const client = createClient(host, { net: options.tls ? encrypted : plain, ...options, clientId });
  const events = new EventEmitter();
  const emit = (event: string, ...args: unknown[]): void => {
    // As on the chip, `emit` queues, `this` is the client, and an "error" that nobody listens to harms nobody.
    queueMicrotask(() => {
      for (const listener of events.listeners(event)) Reflect.apply(listener, client, args);
    });
  };
  const own = {
    on: (event: string, listener: (...args: unknown[]) => void): void => void events.on(event, listener),
    removeListener: (event: string, listener: (...args: unknown[]) => void): void => void events.removeListener(event, listener),
    removeAllListeners: (event?: string): void => void events.removeAllListeners(event),
    emit,
  };
  // Not listed, so that a client shows its own fields.
  for (const [name, value] of Object.entries(own)) Object.defineProperty(client, name, { value });
  return client;
}
