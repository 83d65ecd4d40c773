/**
 * `require("net")` and `require("tls")`: client sockets, served once per pass of the idle loop, in chunks of 536 bytes each
 * way. Events come in the interpreter's order.
 */
import type { Events } from "./events.ts";
import { blockingTime, type Connection, type Network } from "./network.ts";
import { isFunction, isObject, kindOf, type Guest, type Realm } from "./realm.ts";

const chunk = 536;
/** Bytes that a socket without a listener keeps. */
const streamBuffer = 512;
const unsentData = { code: -8, message: "unsent data" };

interface Socket {
  guest: Guest;
  link: Connection | undefined;
  toSend: string | undefined;
  received: string;
  /** Set by `end`: close once everything is sent. */
  closing: boolean;
  closeNow: boolean;
  connected: boolean;
}

export class Sockets {
  private readonly _open: Socket[] = [];
  private readonly _sockets = new Map<unknown, Socket>();
  private readonly _prototype: Guest;

  constructor(
    private readonly _realm: Realm,
    private readonly _events: Events,
    private readonly _network: Network,
    private readonly _print: (line: string) => void,
    private readonly _wake: () => void,
    /** Whether the chip has an IP address; without one nothing can be reached. */
    private readonly _online: () => boolean,
    /** Blocks all JavaScript for this many ms. */
    private readonly _block: (ms: number) => void,
    /** Whether TLS fits into memory; on 2v27 it does not. */
    private readonly _hasRoomForTls: boolean,
  ) {
    this._prototype = _realm.object();
    _realm.hidden(
      this._prototype,
      "write",
      _realm.method((self, data) => this._write(this._of(self), data)),
    );
    _realm.hidden(
      this._prototype,
      "end",
      _realm.method((self, data) => this._end(this._of(self), data)),
    );
    _realm.hidden(
      this._prototype,
      "available",
      _realm.method((self) => this._of(self).received.length),
    );
    _realm.hidden(
      this._prototype,
      "read",
      _realm.method((self, count) => this._read(this._of(self), count)),
    );
  }

  install(global: Guest): void {
    this._realm.hidden(
      global,
      "Socket",
      this._realm.constructorOf("Socket", this._prototype, () => undefined),
    );
  }

  module(tls: boolean): Guest {
    const module = this._realm.object();
    this._realm.define(module, { connect: (options, callback) => this._connect(options, callback, tls) });
    return module;
  }

  /** One pass. True if something happened, so that another pass must follow. */
  pass(): boolean {
    let busy = false;
    for (const socket of [...this._open]) if (this._serve(socket)) busy = true;
    return busy;
  }

  /** The radio is down: every connection goes dead without notice. */
  cut(): void {
    for (const socket of this._open) socket.link?.cut();
  }

  /** Drops every connection at power-off. */
  closeAll(): void {
    for (const socket of this._open.splice(0)) {
      socket.link?.close();
      socket.link = undefined;
    }
  }

  private _connect(options: unknown, callback: unknown, tls: boolean): Guest | undefined {
    if (!isObject(options)) {
      const wrong = `Expecting Options to be an Object but it was ${kindOf(options)}`;
      return void this._print(`ERROR: ${wrong}`);
    }
    if (callback !== undefined && !isFunction(callback)) return void this._print(`ERROR: Expecting Callback Function but got ${kindOf(callback)}`);
    const guest = Object.setPrototypeOf(this._realm.object(), this._prototype) as Guest;
    const socket: Socket = {
      guest,
      link: undefined,
      toSend: undefined,
      received: "",
      closing: false,
      closeNow: false,
      connected: false,
    };
    // A bare function, not a list: this is why a second listener for "connect" breaks the event.
    if (callback !== undefined) guest["#onconnect"] = callback;
    this._open.push(socket);
    this._sockets.set(guest, socket);
    const host = options["host"] === undefined ? "127.0.0.1" : String(options["host"]);
    const port = Number(options["port"]) & 0xffff;
    if (tls && !this._hasRoomForTls) {
      socket.closeNow = true;
      this._wake();
      this._print("ERROR: Not enough memory to allocate TLS");
      return this._realm.fail("InternalError", "Unable to create socket");
    }
    const answer = this._online() ? this._network.connect(host, port || (tls ? 443 : 0), tls, this._wake) : isAddress(host) ? "refused" : "unknown host";
    if (typeof answer === "string") {
      socket.closeNow = true;
      this._wake();
      this._block(blockingTime[answer]);
      if (answer === "unknown host" || answer === "no DNS") return this._realm.fail("InternalError", "Unable to locate host");
      this._print(`ERROR: Connect failed (err ${this._online() ? 111 : 118})`);
      return this._realm.fail("InternalError", "Unable to create socket");
    }
    socket.link = answer;
    this._wake();
    return guest;
  }

  private _serve(socket: Socket): boolean {
    let busy = false;
    let peerClosed = false;
    if (socket.link) {
      // What arrived without a listener, now that the callbacks have run.
      this._deliver(socket, false);
      if (!socket.closeNow) {
        if (socket.toSend) busy = this._send(socket, socket.link);
        else if (socket.closing) socket.closeNow = true;
        const data = socket.link.receive(chunk);
        if (data === undefined) peerClosed = socket.closeNow = true;
        else {
          if (!socket.connected) {
            socket.connected = busy = true;
            this._events.emit(socket.guest, "connect", [socket.guest]);
            if (!socket.toSend) this._events.emit(socket.guest, "drain", [socket.guest]);
          }
          if (data) {
            busy = true;
            socket.received += data;
            this._deliver(socket, false);
          }
        }
      }
    }
    if (!socket.closeNow) return busy;
    this._close(socket, peerClosed);
    return true;
  }

  private _send(socket: Socket, link: Connection): boolean {
    const waiting = socket.toSend ?? "";
    const sent = link.send(waiting.slice(0, chunk));
    if (sent === 0) return false;
    socket.toSend = waiting.slice(sent);
    if (socket.toSend === "" && !socket.closing) this._events.emit(socket.guest, "drain", [socket.guest]);
    return true;
  }

  /** Calls the data listener at once, unlike other events; without one, keeps a little of the data. */
  private _deliver(socket: Socket, last: boolean): void {
    if (!socket.received) return;
    const data = socket.received;
    if (socket.guest["#ondata"] !== undefined) {
      socket.received = "";
      this._events.emitNow(socket.guest, "data", [data]);
    } else if (last) socket.received = data.slice(0, streamBuffer);
  }

  private _close(socket: Socket, peerClosed: boolean): void {
    this._deliver(socket, true);
    this._open.splice(this._open.indexOf(socket), 1);
    socket.link?.close();
    socket.link = undefined;
    socket.closing = true;
    const failed = peerClosed && Boolean(socket.toSend);
    if (failed) this._events.emit(socket.guest, "error", [this._realm.object(unsentData)]);
    this._events.emit(socket.guest, "end", []);
    this._events.emit(socket.guest, "close", [failed]);
  }

  private _write(socket: Socket, data: unknown): boolean {
    if (socket.closing || socket.closeNow) return this._realm.fail("Error", "This socket is closed");
    socket.toSend = (socket.toSend ?? "") + (data === undefined ? "" : toBytes(String(data)));
    this._wake();
    return false;
  }

  private _end(socket: Socket, data: unknown): void {
    if (data !== undefined) this._write(socket, data);
    if (!socket.toSend) socket.closeNow = true;
    socket.closing = true;
    this._wake();
  }

  private _read(socket: Socket, count: unknown): string {
    const length = Number(count) > 0 ? Number(count) : socket.received.length;
    const data = socket.received.slice(0, length);
    socket.received = socket.received.slice(length);
    return data;
  }

  private _of(self: unknown): Socket {
    return this._sockets.get(self) ?? this._realm.fail("TypeError", "not a socket");
  }
}

function isAddress(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

/** Strings are bytes on the chip; a character above 255, which exists only here, loses its high bits. */
function toBytes(text: string): string {
  return text.replace(/[^\0-\xff]/g, (character) => String.fromCharCode(character.charCodeAt(0) & 255));
}
