/** A broker over real TCP on a free port of the loopback: it sends what the script says, and checks what comes. */
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

interface Connection {
  socket: Socket;
  received: Buffer;
  closed: boolean;
}

export class ScriptedBroker {
  private readonly _server: Server;
  private readonly _sockets = new Set<Socket>();
  /** Connections that the script has not come to yet. */
  private readonly _waiting: Connection[] = [];
  private _connection: Connection | undefined;
  private _changed: () => void = () => undefined;

  private constructor() {
    this._server = createServer((socket) => {
      const connection: Connection = { socket, received: Buffer.alloc(0), closed: false };
      this._waiting.push(connection);
      this._sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("data", (data) => {
        connection.received = Buffer.concat([connection.received, data]);
        this._changed();
      });
      socket.on("error", () => undefined); // a reset: the client closed in the middle
      socket.on("close", () => {
        this._sockets.delete(socket);
        connection.closed = true;
        this._changed();
      });
      this._changed();
    });
  }

  static async start(): Promise<ScriptedBroker> {
    const broker = new ScriptedBroker();
    broker._server.listen(0, "127.0.0.1");
    await once(broker._server, "listening");
    return broker;
  }

  get port(): number {
    return (this._server.address() as AddressInfo).port;
  }

  /** Turns to the next connection, and waits for it if need be. */
  async again(): Promise<void> {
    await this._until(
      () => this._waiting.length > 0,
      () => "no new connection came",
    );
    this._connection = this._waiting.shift();
  }

  /** The next bytes that come, in hexadecimal: as many as are wanted. */
  async take(count: number): Promise<string> {
    const connection = this._current;
    await this._until(
      () => connection.received.length >= count,
      () => `wanted ${count} bytes, got: ${this.rest}`,
    );
    const taken = connection.received.subarray(0, count).toString("hex");
    connection.received = connection.received.subarray(count);
    return taken;
  }

  /** What came and was not taken. */
  get rest(): string {
    return this._current.received.toString("hex");
  }

  async send(bytes: Buffer, pieces = false): Promise<void> {
    const { socket } = this._current;
    for (let at = 0; at < bytes.length; at += pieces ? 1 : bytes.length) {
      socket.write(pieces ? bytes.subarray(at, at + 1) : bytes);
      // Each byte in a segment of its own, as far as TCP can be told.
      if (pieces) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  close(): void {
    this._current.socket.end();
  }

  async closed(): Promise<void> {
    const connection = this._current;
    await this._until(
      () => connection.closed,
      () => "the client did not close",
    );
  }

  async stop(): Promise<void> {
    for (const socket of this._sockets) socket.destroy();
    this._server.close();
    await once(this._server, "close");
  }

  private get _current(): Connection {
    if (!this._connection) throw new Error("there was no connection yet");
    return this._connection;
  }

  private _until(condition: () => boolean, complaint: () => string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(complaint())), 8000);
      const look = (): void => {
        if (!condition()) return;
        clearTimeout(late);
        this._changed = () => undefined;
        resolve();
      };
      this._changed = look;
      look();
    });
  }
}
