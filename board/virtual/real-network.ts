/**
 * The computer's own network. On the chip `connect` blocks until the outcome is known, so it blocks here as well: the
 * sockets live in a worker thread, and this thread waits for it.
 */
import { createSocket } from "node:dgram";
import { Worker } from "node:worker_threads";
import { Inbox, type Connection, type Datagram, type DatagramPort, type Network, type Refusal } from "./network.ts";

/** ms after which an unanswered connection counts as refused */
const connectTimeout = 5_000;

const enum Answer {
  None,
  Connected,
  Refused,
  UnknownHost,
}

interface FromThread {
  id: number;
  /** Received bytes; null: the other side closed. */
  data?: Uint8Array | null;
  /** True: the send buffer is full; false: it has room again. */
  full?: boolean;
}

// Plain JavaScript, as a worker's TypeScript file would have to be built first.
const thread = `
const { parentPort } = require("node:worker_threads");
const sockets = new Map();
function connect({ id, host, port, tls, answer }) {
  const options = { host, port, family: 4, rejectUnauthorized: false };
  const socket = tls ? require("node:tls").connect(options) : require("node:net").connect(options);
  const reply = (code) => {
    if (Atomics.compareExchange(answer, 0, ${Answer.None}, code) === ${Answer.None}) Atomics.notify(answer, 0);
  };
  sockets.set(id, socket);
  socket.setNoDelay(true);
  socket.on("connect", () => reply(${Answer.Connected}));
  socket.on("data", (data) => parentPort.postMessage({ id, data }));
  socket.on("drain", () => parentPort.postMessage({ id, full: false }));
  socket.on("error", (error) => reply(error.syscall === "getaddrinfo" ? ${Answer.UnknownHost} : ${Answer.Refused}));
  socket.on("close", () => {
    sockets.delete(id);
    parentPort.postMessage({ id, data: null });
  });
}
parentPort.on("message", (message) => {
  const socket = sockets.get(message.id);
  if (message.connect) connect(message.connect);
  else if (message.data) {
    if (socket && !socket.write(message.data)) parentPort.postMessage({ id: message.id, full: true });
  } else if (socket) message.destroy ? socket.destroy() : socket.end();
});
`;

export class RealNetwork implements Network {
  private _thread: Worker | undefined;
  private _last = 0;
  private readonly _connections = new Map<number, ThreadConnection>();

  connect(host: string, port: number, tls: boolean, wake: () => void): Connection | Refusal {
    const id = ++this._last;
    const worker = (this._thread ??= this._start());
    const answer = new Int32Array(new SharedArrayBuffer(4));
    worker.postMessage({ connect: { id, host, port, tls, answer } });
    Atomics.wait(answer, 0, Answer.None, connectTimeout);
    const code: Answer | undefined = answer[0];
    if (code === Answer.Connected) {
      const connection = new ThreadConnection((message) => worker.postMessage({ id, ...message }), wake);
      this._connections.set(id, connection);
      return connection;
    }
    worker.postMessage({ id, destroy: true });
    return code === Answer.UnknownHost ? "unknown host" : "refused";
  }

  /** UDP needs no thread: nothing waits for it. */
  openDatagramPort(receive: (datagram: Datagram) => void): DatagramPort {
    const socket = createSocket("udp4", (data, { address, port }) => receive({ bytes: data.toString("latin1"), address, port }));
    socket.on("error", () => undefined); // as on the chip, nothing tells that a datagram got lost
    socket.unref();
    return {
      send: (bytes, host, port) => socket.send(Buffer.from(bytes, "latin1"), port, host),
      close: () => void socket.close(),
    };
  }

  private _start(): Worker {
    // Without this process's flags: a loader named there would wait for this thread, which is waiting: a deadlock.
    const worker = new Worker(thread, { eval: true, execArgv: [] });
    worker.on("message", ({ id, data, full }: FromThread) => {
      const connection = this._connections.get(id);
      if (data === null) this._connections.delete(id);
      connection?.onMessage(data, full);
    });
    worker.unref(); // after the listener, which would keep the process alive
    return worker;
  }
}

/** This thread's end of a socket. */
class ThreadConnection implements Connection {
  private readonly _inbox = new Inbox();
  private _full = false;
  private _cut = false;

  constructor(
    private readonly _post: (message: { data?: Buffer }) => void,
    private readonly _wake: () => void,
  ) {}

  onMessage(data: Uint8Array | null | undefined, full: boolean | undefined): void {
    if (this._cut) return;
    if (full !== undefined) this._full = full;
    if (data === null) this._inbox.close();
    else if (data) this._inbox.add(Buffer.from(data));
    this._wake();
  }

  send(bytes: string): number {
    if (this._cut) return bytes.length;
    if (this._inbox.closed || this._full) return 0;
    this._post({ data: Buffer.from(bytes, "latin1") });
    return bytes.length;
  }

  receive(maxBytes: number): string | undefined {
    return this._inbox.take(maxBytes);
  }

  close(): void {
    // After a cut the close never arrives: the other side keeps waiting.
    if (!this._cut) this._post({});
  }

  cut(): void {
    this._cut = true;
    this._inbox.clear();
  }
}
