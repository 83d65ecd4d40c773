/** The network that a virtual board connects to, as the chip's TCP stack shows it. */

/** A TCP connection. Bytes are characters, as everywhere on the board. */
export interface Connection {
  /** Sends bytes. Returns how many were accepted: 0 if the link is full. */
  send(bytes: string): number;
  /** Returns up to `maxBytes` received bytes: "" if nothing has arrived, undefined if the other side has closed. */
  receive(maxBytes: number): string | undefined;
  close(): void;
  /** Cuts the wire: bytes are lost both ways, and neither side is notified. */
  cut(): void;
}

/** Why there is no connection: port closed, no answer at all, unknown name, or no name server. */
export type Refusal = "refused" | "no answer" | "unknown host" | "no DNS";

/** ms for which the chip's `connect` blocks all JavaScript before it fails, measured in an emulator. */
export const blockingTime: Readonly<Record<Refusal, number>> = { refused: 11, "no answer": 9500, "unknown host": 0, "no DNS": 6000 };

/** A UDP datagram as it arrives. */
export interface Datagram {
  bytes: string;
  /** Who sent it. */
  address: string;
  port: number;
}

/** A UDP socket, at a port of its own. */
export interface DatagramPort {
  /** Sends a datagram; nothing tells whether it arrives. */
  send(bytes: string, host: string, port: number): void;
  close(): void;
}

export interface Network {
  /**
   * Connects; like the chip's TCP stack, it returns only when the outcome is known. `wake` is called whenever the
   * connection's state changes or data arrives.
   */
  connect(host: string, port: number, tls: boolean, wake: () => void): Connection | Refusal;
  openDatagramPort(receive: (datagram: Datagram) => void): DatagramPort;
}

/** Data received and not read yet, in order. */
export class Inbox {
  private readonly _chunks: Buffer[] = [];
  private _closed = false;

  add(chunk: Buffer): void {
    this._chunks.push(chunk);
  }

  /** The other side has closed: nothing more will arrive. */
  close(): void {
    this._closed = true;
  }

  get closed(): boolean {
    return this._closed;
  }

  clear(): void {
    this._chunks.length = 0;
  }

  /** Like `Connection.receive`: one chunk at a time, never two joined. */
  take(maxBytes: number): string | undefined {
    const first = this._chunks[0];
    if (first === undefined) return this._closed ? undefined : "";
    if (first.length <= maxBytes) this._chunks.shift();
    else this._chunks[0] = first.subarray(maxBytes);
    return first.subarray(0, maxBytes).toString("latin1");
  }
}
