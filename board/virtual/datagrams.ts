/**
 * `require("dgram")`: UDP sockets that send first and then hear answers, served once per pass of the idle loop. Of a datagram
 * 528 bytes arrive; an empty one closes the socket.
 */
import type { Events } from "./events.ts";
import type { Datagram, DatagramPort, Network } from "./network.ts";
import { isFunction, isObject, kindOf, type Guest, type Realm } from "./realm.ts";

/** Bytes: a read of 536, less the interpreter's own header. */
const longest = 528;

interface Socket {
  guest: Guest;
  port: DatagramPort | undefined;
  toSend: Datagram[];
  received: Datagram[];
  closing: boolean;
}

export interface DatagramsOptions {
  network: Network;
  print: (line: string) => void;
  wake: () => void;
  /** Whether the chip has an IP address. */
  online: () => boolean;
}

export class Datagrams {
  readonly module: Guest;
  private readonly _open: Socket[] = [];
  private readonly _sockets = new Map<unknown, Socket>();
  private readonly _prototype: Guest;

  constructor(
    private readonly _realm: Realm,
    private readonly _events: Events,
    private readonly _options: DatagramsOptions,
  ) {
    this._prototype = _realm.object();
    _realm.hidden(
      this._prototype,
      "send",
      _realm.method((self, ...args) => this._send(this._of(self), args)),
    );
    _realm.hidden(
      this._prototype,
      "close",
      _realm.method((self) => this._end(this._of(self))),
    );
    this.module = _realm.object();
    _realm.define(this.module, { createSocket: (type, callback) => this._create(type, callback) });
  }

  /** One pass. True if something happened, so that another pass must follow. */
  pass(): boolean {
    let busy = false;
    for (const socket of [...this._open]) if (this._serve(socket)) busy = true;
    return busy;
  }

  /** Drops every socket at power-off. */
  closeAll(): void {
    for (const socket of this._open.splice(0)) socket.port?.close();
  }

  private _create(type: unknown, callback: unknown): Guest | undefined {
    if (callback !== undefined && !isFunction(callback)) {
      return void this._options.print(`ERROR: Expecting Callback Function but got ${kindOf(callback)}`);
    }
    if (isObject(type)) this._realm.fail("Error", "the virtual board knows createSocket with a text alone");
    const guest = Object.setPrototypeOf(this._realm.object(), this._prototype) as Guest;
    const socket: Socket = { guest, port: undefined, toSend: [], received: [], closing: false };
    this._open.push(socket);
    this._sockets.set(guest, socket);
    return guest;
  }

  /** `send(bytes, port, address)`, or with an offset and a length behind the bytes. The socket gets its port with the first one. */
  private _send(socket: Socket, args: unknown[]): void {
    if (socket.closing) return this._realm.fail("Error", "This socket is closed");
    const isPart = typeof args[3] === "number";
    const [port, address] = isPart ? args.slice(3) : args.slice(1);
    const text = String(args[0]);
    const bytes = isPart ? text.slice(Number(args[1]), Number(args[1]) + Number(args[2])) : text;
    socket.port ??= this._options.network.openDatagramPort((datagram) => {
      if (!this._options.online()) return;
      socket.received.push(datagram);
      this._options.wake();
    });
    socket.toSend.push({ bytes, address: String(address), port: Number(port) });
    this._options.wake();
  }

  private _end(socket: Socket): void {
    socket.closing = true;
    this._options.wake();
  }

  private _serve(socket: Socket): boolean {
    const out = socket.toSend.shift();
    if (out && this._options.online()) socket.port?.send(out.bytes, out.address, out.port);
    const datagram = socket.received.shift();
    if (datagram && datagram.bytes !== "") this._deliver(socket, datagram);
    const isEmpty = datagram?.bytes === "";
    // What waits to be sent still goes.
    if (isEmpty || (socket.closing && !out)) this._close(socket);
    return out !== undefined || datagram !== undefined;
  }

  private _deliver(socket: Socket, { bytes, address, port }: Datagram): void {
    const data = bytes.slice(0, longest);
    this._events.emit(socket.guest, "message", [data, this._realm.object({ address, port, size: data.length })]);
  }

  private _close(socket: Socket): void {
    this._open.splice(this._open.indexOf(socket), 1);
    socket.port?.close();
    socket.closing = true;
    this._events.emit(socket.guest, "close", [false]);
    this._options.wake();
  }

  private _of(self: unknown): Socket {
    return this._sockets.get(self) ?? this._realm.fail("TypeError", "not a socket");
  }
}
