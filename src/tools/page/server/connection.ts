/** One page at its socket: what happens goes to it in batches, what it asks for goes to the backend. */
import type { RawData, WebSocket } from "ws";
import type { FromSimulator } from "../protocol.ts";
import type { Backend } from "./backend.ts";
import { readMessage } from "./read-message.ts";

/** Bytes that may wait for a page beside its welcome. One that reads no longer, on a sleeping laptop for instance, must not fill the memory. */
const mostWaiting = 8 * 1024 * 1024;

export class Connection {
  private readonly _socket: WebSocket;
  private readonly _backend: Backend;
  /** The boards whose serial port the page wants to see. */
  private readonly _serial = new Set<string>();
  private _batch: FromSimulator[] = [];
  /** Bytes; known once it has been welcomed, which a long history makes big. */
  private _mostWaiting: number | undefined;

  constructor(socket: WebSocket, backend: Backend) {
    this._socket = socket;
    this._backend = backend;
    for (const message of backend.welcome()) this._send(message);
    const stop = backend.on((message) => {
      if (message.type !== "serial" || this._serial.has(message.node)) this._send(message);
    });
    socket.on("close", stop);
    // A page that breaks the rules of WebSocket is closed by the library, and "close" follows.
    socket.on("error", () => undefined);
    socket.on("message", (data, isBinary) => this._receive(data, isBinary));
  }

  private _receive(data: RawData, isBinary: boolean): void {
    const message = isBinary || !Buffer.isBuffer(data) ? { request: "message", reason: "messages are text" } : readMessage(data.toString());
    if ("reason" in message) this._send({ type: "refused", ...message });
    else if (message.type !== "serial") this._backend.handle(message, (reply) => this._send(reply));
    else if (message.wanted) this._serial.add(message.node);
    else this._serial.delete(message.node);
  }

  /** All messages of one turn of the event loop share a frame, so a flood costs the page few of them. */
  private _send(message: FromSimulator): void {
    if (this._batch.push(message) === 1) setImmediate(() => this._flush());
  }

  private _flush(): void {
    const batch = this._batch;
    this._batch = [];
    if (this._socket.readyState !== this._socket.OPEN) return;
    const bytes = asBytes(batch);
    if (bytes === undefined) return this._socket.terminate();
    this._mostWaiting ??= mostWaiting + bytes.length;
    // A new connection begins with the history, so a page that is only slow loses little.
    if (this._socket.bufferedAmount > this._mostWaiting) this._socket.terminate();
    else this._socket.send(bytes, { binary: false });
  }
}

/** Undefined when it is more than a text can hold. */
function asBytes(batch: readonly FromSimulator[]): Buffer | undefined {
  try {
    return Buffer.from(JSON.stringify(batch));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
