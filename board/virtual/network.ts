/** What a board's radio leads to: connections, as the chip's TCP stack shows them, and what makes them. */
/** One TCP connection. Bytes are characters here, as everywhere on the board. */
export interface Connection {
  /** Takes bytes to send. Returns how many it took: 0 when the link is full. */
  send(bytes: string): number;
  /** Up to `most` bytes that arrived; "" when there are none; undefined when the other side has closed. */
  receive(most: number): string | undefined;
  close(): void;
  /** Cuts the wire: bytes vanish both ways, and neither side hears that the other is gone. */
  cut(): void;
}

/** Why there is no connection: nobody listens there, nobody answers at all, no such name, or no name server. */
export type Refusal = "refused" | "no answer" | "unknown host" | "no DNS";

/** ms for which the chip's `connect` stands still, and all JavaScript with it, before it fails so: measured in an emulator. */
export const standstill: Readonly<Record<Refusal, number>> = { refused: 11, "no answer": 9500, "unknown host": 0, "no DNS": 6000 };

export interface Network {
  /**
   * Connects, and like the chip's stack returns only when the answer is there. `wake` is called whenever the
   * connection has news.
   */
  connect(host: string, port: number, tls: boolean, wake: () => void): Connection | Refusal;
}

/** What has arrived and waits to be read, in the order it came. */
export class Inbox {
  private readonly _chunks: Buffer[] = [];
  private _closed = false;

  add(chunk: Buffer): void {
    this._chunks.push(chunk);
  }

  /** The other side has closed: nothing follows what is here. */
  close(): void {
    this._closed = true;
  }

  get closed(): boolean {
    return this._closed;
  }

  clear(): void {
    this._chunks.length = 0;
  }

  /** As `Connection.receive`: one piece at a time, never two glued together. */
  take(most: number): string | undefined {
    const first = this._chunks[0];
    if (first === undefined) return this._closed ? undefined : "";
    if (first.length <= most) this._chunks.shift();
    else this._chunks[0] = first.subarray(most);
    return first.subarray(0, most).toString("latin1");
  }
}
