/** The broker inside the simulator: aedes on this machine's loopback, unless it is to be reached from outside, with a switch to take it away. */
import { createServer, type Server, type Socket } from "node:net";
import { Aedes, type AedesOptions } from "aedes";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import { watchPublished, type PublishedMessage } from "./published.ts";

/** Bytes of a message that the broker takes. MQTT allows 256 MB, which nothing here could show, and no node could take. */
const largestMessage = 1024 * 1024;

const loopback = "127.0.0.1";
/** For a broker that every computer in the network may reach. */
export const everyAddress = "0.0.0.0";

export class EmbeddedBroker {
  /** For programs on this computer. */
  readonly address: BrokerAddress;
  private readonly _aedes: Aedes;
  private readonly _sockets = new Set<Socket>();
  private _server: Server | undefined;
  private _tellVersion: (client: string, version: string) => void = () => undefined;
  private _tellTooLong: (client: string, bytes: number) => void = () => undefined;

  private constructor(
    aedes: Aedes,
    server: Server,
    private readonly _listensOn: string,
  ) {
    this._aedes = aedes;
    aedes.preConnect = (_client, { clientId, protocolVersion }, done) => {
      // Types say that there is no other than 3 and 4. Aedes answers it with CONNACK 1.
      if (Number(protocolVersion) > 4) this._tellVersion(clientId, `MQTT ${protocolVersion}`);
      done(null, true);
    };
    const { authorizePublish } = aedes;
    aedes.authorizePublish = (client, packet, done) => {
      const bytes = packet.payload.length;
      if (bytes <= largestMessage) {
        authorizePublish(client, packet, done);
        return;
      }
      this._tellTooLong(client?.id ?? "", bytes);
      // MQTT 3.1.1 knows no other refusal: the connection is closed.
      done(new Error(`more than ${largestMessage} bytes`));
    };
    this.address = { host: loopback, port: this._serve(server) };
  }

  /**
   * Starts a broker.
   * @param port 0 takes any free one
   * @param listensOn the loopback by default, for the broker asks nobody for a password
   * @throws {UserError} when the port is taken or not allowed
   */
  static async start(port: number, options: AedesOptions = {}, listensOn = loopback): Promise<EmbeddedBroker> {
    const server = await listenOn(port, listensOn);
    return new EmbeddedBroker(await Aedes.createBroker(options), server, listensOn);
  }

  /** The listener is told of each client that is refused for its version of MQTT: its identifier, and such as "MQTT 5". */
  onUnsupportedVersion(listener: (client: string, version: string) => void): void {
    this._tellVersion = listener;
  }

  /** The listener is told of each client that is cut for a message that is too long: its identifier, and the bytes. */
  onTooLong(listener: (client: string, bytes: number) => void): void {
    this._tellTooLong = listener;
  }

  /** The listener hears every message as the broker takes it. */
  onPublished(listener: (message: PublishedMessage) => void): Promise<void> {
    return watchPublished(this._aedes, listener);
  }

  get running(): boolean {
    return this._server !== undefined;
  }

  /** Takes the broker away as a crash does: no port, no connection, no farewell. What it held, it keeps. */
  async stop(): Promise<void> {
    const server = this._server;
    if (server === undefined) return;
    this._server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this._sockets) socket.destroy();
    await closed;
  }

  /** Brings it back at the same port, with its retained messages and kept sessions. */
  async restart(): Promise<void> {
    if (!this.running) this._serve(await listenOn(this.address.port, this._listensOn));
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    await this.stop();
    await new Promise<void>((resolve) => this._aedes.close(resolve));
  }

  private _serve(server: Server): number {
    this._server = server;
    server.on("connection", (socket) => {
      this._sockets.add(socket);
      socket.once("close", () => this._sockets.delete(socket));
      this._aedes.handle(socket);
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
    return address.port;
  }
}

function listenOn(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    server.listen(port, host, () => resolve(server));
  });
}

function explain(error: NodeJS.ErrnoException, port: number): UserError {
  if (error.code === "EADDRINUSE") {
    return new UserError(`port ${port} is in use, perhaps by another broker: choose a free one with --port, or use that broker with --broker`, exitCodes.usage);
  }
  if (error.code === "EACCES") {
    return new UserError(`port ${port} may not be opened by this user: choose one above 1023 with --port`, exitCodes.usage);
  }
  return new UserError(`the broker cannot open port ${port}: ${error.message}; choose another with --port`);
}
