/** A serial line in memory: what each such line has in common, whatever is at its other end. It can be cut. */
import { Ending, LinkLost, Listeners, type SerialLink } from "../../src/tools/serial/serial-link.ts";

export abstract class MemoryLink implements SerialLink {
  protected readonly data = new Listeners<Uint8Array>();
  protected readonly ending = new Ending();

  constructor(readonly name: string) {}

  abstract write(bytes: Uint8Array): Promise<void>;
  abstract setBaud(baud: number): Promise<void>;
  abstract setSignals(lines: { dtr: boolean; rts: boolean }): Promise<boolean>;

  cut(): LinkLost {
    return this.ending.come(new LinkLost(`${this.name} is gone: was the cable pulled?`));
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this.data.add(listener);
  }

  onClose(listener: (reason: LinkLost) => void): () => void {
    return this.ending.on(listener);
  }

  close(): Promise<void> {
    this.cut();
    return Promise.resolve();
  }
}
