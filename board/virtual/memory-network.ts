/** A network in memory: hosts are names in a table, a server is a function that takes a stream. For tests. */
import { duplexPair, type Duplex } from "node:stream";
import { StreamConnection, type Connection, type Network, type Refusal } from "./network.ts";

export class MemoryNetwork implements Network {
  private readonly _hosts = new Set<string>();
  private readonly _servers = new Map<string, (stream: Duplex) => void>();
  private readonly _links: { connection: StreamConnection; server: Duplex }[] = [];
  private _full = false;

  /** A server that answers at `host`:`port`, such as `aedes.handle`. Returns a function that stops it. */
  serve(host: string, port: number, accept: (stream: Duplex) => void): () => void {
    this._hosts.add(host);
    this._servers.set(`${host}:${port}`, accept);
    return () => this._servers.delete(`${host}:${port}`);
  }

  /** The link takes no more bytes, as behind a slow network, until `false`. */
  stall(full: boolean): void {
    this._full = full;
  }

  /** Every connection there is goes dead without a word to either side. */
  cutAll(): void {
    for (const { connection } of this._links) connection.cut();
  }

  /** Every connection there is is closed by its server. */
  closeAll(): void {
    for (const { server } of this._links.splice(0)) server.destroy();
  }

  connect(host: string, port: number, _tls: boolean, wake: () => void): Connection | Refusal {
    if (!this._hosts.has(host)) return "unknown host";
    const accept = this._servers.get(`${host}:${port}`);
    if (!accept) return "refused";
    const [near, far] = duplexPair();
    const connection = new StreamConnection(near, wake);
    this._links.push({ connection, server: far });
    // An end of one side that ended takes the pair away, as a socket would.
    near.on("end", () => near.end());
    accept(far);
    const send = connection.send.bind(connection);
    connection.send = (bytes) => (this._full ? 0 : send(bytes));
    return connection;
  }
}
