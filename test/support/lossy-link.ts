/** A serial line that loses keys on their way to the board. */
import type { LinkLost, SerialLink } from "../../src/tools/serial/link.ts";

export class LossyLink implements SerialLink {
  readonly name = "a bad cable";
  private _sent = 0;

  /** @param lost the places of the bytes that do not arrive, counted over everything that is sent */
  constructor(
    private readonly link: SerialLink,
    private readonly lost: readonly number[] | "all",
  ) {}

  write(bytes: Uint8Array): Promise<void> {
    const from = this._sent;
    this._sent += bytes.length;
    return this.link.write(bytes.filter((_, i) => this.lost !== "all" && !this.lost.includes(from + i)));
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this.link.onData(listener);
  }

  onClose(listener: (reason: LinkLost) => void): () => void {
    return this.link.onClose(listener);
  }

  close(): Promise<void> {
    return this.link.close();
  }

  setBaud(baud: number): Promise<void> {
    return this.link.setBaud(baud);
  }

  setSignals(lines: { dtr: boolean; rts: boolean }): Promise<boolean> {
    return this.link.setSignals(lines);
  }
}
