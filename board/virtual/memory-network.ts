/** A network in memory, for tests: hosts are names in a table, a server is a function that takes a stream. */
import { duplexPair, type Duplex } from "node:stream";
import { Inbox, type Connection, type Datagram, type DatagramPort, type Network, type Refusal } from "./network.ts";

/** Hears a datagram that a board sent to an address and port. `reply` sends one back. */
export type DatagramListener = (sent: Datagram, reply: (bytes: string, from: Omit<Datagram, "bytes">) => void) => void;

export class MemoryNetwork implements Network {
  private readonly _hosts = new Set<string>();
  private readonly _servers = new Map<string, (stream: Duplex) => void>();
  private readonly _links = new Set<{ connection: MemoryConnection; server: Duplex }>();
  private readonly _link = { stalled: false };
  private readonly _datagramListeners = new Set<DatagramListener>();
  /** If set, the result of every `connect`. */
  failure: Refusal | undefined;

  /** A server that answers at `host`:`port`, such as `aedes.handle`. Returns a function that stops it. */
  serve(host: string, port: number, accept: (stream: Duplex) => void): () => void {
    const address = `${host}:${port}`;
    this._hosts.add(host);
    this._servers.set(address, accept);
    return () => this._servers.delete(address);
  }

  /** The listener hears every datagram that boards send, to whomever. Returns a function that stops it. */
  hearDatagrams(listener: DatagramListener): () => void {
    this._datagramListeners.add(listener);
    return () => this._datagramListeners.delete(listener);
  }

  openDatagramPort(receive: (datagram: Datagram) => void): DatagramPort {
    let isOpen = true;
    const reply = (bytes: string, from: Omit<Datagram, "bytes">): void => {
      if (isOpen) receive({ bytes, ...from });
    };
    return {
      send: (bytes, address, port) => {
        for (const listener of [...this._datagramListeners]) listener({ bytes, address, port }, reply);
      },
      close: () => {
        isOpen = false;
      },
    };
  }

  /** While stalled, the link accepts no bytes, like a slow network. */
  stall(stalled: boolean): void {
    this._link.stalled = stalled;
    if (!stalled) for (const { connection } of this._links) connection.wake();
  }

  /** Every connection goes dead; neither side is notified. */
  cutAll(): void {
    for (const { connection } of this._links) connection.cut();
  }

  /** The servers close every connection. */
  closeAll(): void {
    for (const { server } of this._links) server.end();
  }

  connect(host: string, port: number, _tls: boolean, wake: () => void): Connection | Refusal {
    if (this.failure) return this.failure;
    if (!this._hosts.has(host)) return "unknown host";
    const accept = this._servers.get(`${host}:${port}`);
    if (!accept) return "refused";
    const [near, far] = duplexPair();
    const link = { connection: new MemoryConnection(near, this._link, wake), server: far };
    this._links.add(link);
    near.on("close", () => this._links.delete(link));
    accept(far);
    return link.connection;
  }
}

class MemoryConnection implements Connection {
  private readonly _inbox = new Inbox();
  private _cut = false;

  constructor(
    private readonly _stream: Duplex,
    private readonly _link: { readonly stalled: boolean },
    readonly wake: () => void,
  ) {
    _stream.on("data", (chunk: Buffer) => {
      if (!this._cut) this._inbox.add(chunk);
      wake();
    });
    const closed = () => {
      if (!this._cut) this._inbox.close();
      _stream.end();
      wake();
    };
    _stream.on("end", closed);
    _stream.on("close", closed);
    _stream.on("error", closed); // to the interpreter a reset looks like a close
    _stream.on("drain", wake);
  }

  send(bytes: string): number {
    if (this._cut) return bytes.length;
    if (this._link.stalled || this._inbox.closed || this._stream.writableNeedDrain) return 0;
    this._stream.write(Buffer.from(bytes, "latin1"));
    return bytes.length;
  }

  receive(maxBytes: number): string | undefined {
    return this._inbox.take(maxBytes);
  }

  close(): void {
    // After a cut the close never arrives: the other side keeps waiting.
    if (!this._cut) this._stream.end();
  }

  cut(): void {
    this._cut = true;
    this._inbox.clear();
  }
}
