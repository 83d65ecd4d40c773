/** The page's server: the built page, the simulator's downloads and the socket, at one address. */
import { createServer, STATUS_CODES, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { UserError } from "../../command-line/user-error.ts";
import { socketPath, subprotocol } from "../protocol.ts";
import { answer, pathOf } from "./answer.ts";
import type { Backend } from "./backend.ts";
import { Connection } from "./connection.ts";
import { Guard, type Refusal } from "./guard.ts";
import { protection } from "./headers.ts";
import { loadPageFiles, type PageFiles } from "./page-files.ts";

export interface PageOptions {
  /** The name or address to listen on. */
  host: string;
  /** 0 takes any free one. */
  port: number;
  backend: Backend;
  /** Whether another port will do when this one is taken. */
  fallBackToFreePort?: boolean;
  /** For tests: a page in place of the built one. */
  files?: PageFiles;
}

/** Bytes of a page's message: the largest is a scenario's file. */
const largestMessage = 1024 * 1024;

export class PageServer {
  /** Where the server listens. */
  readonly address: { host: string; port: number };
  private readonly _guard: Guard;
  private readonly _server: Server;
  private readonly _sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    // The other one that a page offers is its token, which is not to come back.
    handleProtocols: (offered) => offered.has(subprotocol) && subprotocol,
  });
  /** Connections that want to become sockets: the HTTP server does not count them. */
  private readonly _upgrading = new Set<Duplex>();

  private constructor(server: Server, files: PageFiles, { host, backend }: PageOptions) {
    this._server = server;
    this._guard = new Guard(host);
    this.address = { host, port: portOf(server) };
    server.on("request", (request, response) => void answer(request, response, this._guard, { files, downloads: backend.downloads }));
    server.on("upgrade", (request, socket, head) => {
      // Of a connection that breaks while it is greeted there is nothing to say.
      socket.on("error", () => socket.destroy());
      this._upgrading.add(socket);
      socket.once("close", () => this._upgrading.delete(socket));
      const refusal = this._refuse(request);
      if (refusal !== undefined) refuse(socket, refusal);
      else this._sockets.handleUpgrade(request, socket, head, (webSocket) => new Connection(webSocket, backend));
    });
  }

  /**
   * Builds the page if need be, and serves it.
   * @throws {UserError} when the port is taken or not allowed
   */
  static async start(options: PageOptions): Promise<PageServer> {
    const files = options.files ?? (await loadPageFiles());
    return new PageServer(await listen(options), files, options);
  }

  /** The page's address for this computer's browser, with the token that it needs. */
  get url(): string {
    const { host } = this.address;
    return this.urlAt(host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host);
  }

  /** The page's address for a browser that reaches this computer by another of its addresses. */
  urlAt(host: string): string {
    return `http://${host.includes(":") ? `[${host}]` : host}:${this.address.port}/#token=${this._guard.token}`;
  }

  /** Ends all connections, and frees the port. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this._server.close(resolve));
    for (const socket of this._upgrading) socket.destroy();
    this._server.closeAllConnections();
    await closed;
  }

  private _refuse(request: IncomingMessage): Refusal | { status: 404; reason: string } | undefined {
    if (pathOf(request.url ?? "/") !== socketPath) return { status: 404, reason: "There is no socket here." };
    return this._guard.refuseHost(request) ?? this._guard.refuseOrigin(request) ?? this._guard.refuseToken(request);
  }
}

function refuse(socket: Duplex, { status, reason }: { status: number; reason: string }): void {
  const body = `${reason}\n`;
  const headers = { ...protection, "Content-Type": "text/plain; charset=utf-8", "Content-Length": Buffer.byteLength(body), "Connection": "close" };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  // A client that never closes its side must not hold the connection open.
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, ...lines, "", body].join("\r\n"), () => socket.destroy());
}

async function listen({ host, port, fallBackToFreePort = false }: PageOptions): Promise<Server> {
  try {
    return await listenOn(host, port);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "EADDRINUSE" && fallBackToFreePort) return listenOn(host, 0);
    if (code === "EADDRINUSE") throw new UserError(`the page cannot use port ${port}: another program has it; choose another one with --page-port`);
    if (code === "EACCES") throw new UserError(`the page may not use port ${port}: choose one above 1023 with --page-port`);
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN")
      throw new UserError(`the page cannot be served at ${host}: it is not an address of this computer; choose another one with --host`);
    throw error;
  }
}

function listenOn(host: string, port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => resolve(server.off("error", reject)));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
