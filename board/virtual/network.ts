/** What a board's radio leads to: connections, as the chip's TCP stack shows them, and networks that make them. */
import type { Duplex } from "node:stream";

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

/** Why there is no connection: nobody listens there, or no such name. */
export type Refusal = "refused" | "unknown host";

export interface Network {
  /**
   * Connects, and like the chip's stack returns only when the answer is there. `wake` is called whenever the
   * connection has news.
   */
  connect(host: string, port: number, tls: boolean, wake: () => void): Connection | Refusal;
}

/** A connection over any of Node's streams. */
export class StreamConnection implements Connection {
  private readonly _received: Buffer[] = [];
  private _ended = false;
  private _cut = false;

  constructor(
    private readonly stream: Duplex,
    wake: () => void,
  ) {
    stream.on("data", (chunk: Buffer) => {
      if (this._cut) return;
      this._received.push(chunk);
      wake();
    });
    const end = () => {
      if (this._cut || this._ended) return;
      this._ended = true;
      wake();
    };
    stream.on("end", end);
    stream.on("close", end);
    stream.on("error", end); // A reset is a close to the interpreter; there is no more to tell.
    stream.on("drain", wake);
  }

  send(bytes: string): number {
    if (this._cut) return bytes.length;
    if (this._ended || this.stream.writableNeedDrain) return 0;
    this.stream.write(Buffer.from(bytes, "latin1"));
    return bytes.length;
  }

  receive(most: number): string | undefined {
    const first = this._received[0];
    if (first === undefined) return this._ended ? undefined : "";
    if (first.length <= most) this._received.shift();
    else this._received[0] = first.subarray(most);
    return first.subarray(0, most).toString("latin1");
  }

  close(): void {
    // After a cut nobody hears the farewell: the other side keeps waiting, as it would.
    if (!this._cut) this.stream.end();
  }

  cut(): void {
    this._cut = true;
    this._received.length = 0;
  }

  /** Takes the stream away without a farewell, so that nothing of it is left on the computer. */
  destroy(): void {
    this.stream.destroy();
  }
}
