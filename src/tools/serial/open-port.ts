/** A serial port of this computer as a link. */
import { SerialPort } from "serialport";
import { UserError } from "../command-line/user-error.ts";
import { Ending, LinkLost, Listeners, type SerialLink } from "./serial-link.ts";
import { whyNotOpened } from "./port-errors.ts";

/**
 * Opens a port, and lets the DTR and RTS lines go so that the board's reset circuit leaves it alone.
 * @throws {UserError} that says what to do: no such port, no permission, busy
 */
export async function openPort(path: string, baud: number): Promise<SerialLink> {
  const port = new SerialPort({ path, baudRate: baud, autoOpen: false });
  try {
    await settled((done) => port.open(done));
  } catch (error) {
    throw new UserError(whyNotOpened(path, error));
  }
  const link = new PortLink(port);
  await link.setSignals({ dtr: false, rts: false });
  return link;
}

class PortLink implements SerialLink {
  readonly name: string;
  private readonly _data = new Listeners<Uint8Array>();
  private readonly _ending = new Ending();

  constructor(private readonly _port: SerialPort) {
    this.name = _port.path;
    _port.on("data", (bytes: Buffer) => this._data.tell(bytes));
    _port.on("close", () => this._lost());
    _port.on("error", () => this._lost());
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this._ending.reason) throw this._ending.reason;
    try {
      await this._whileOpen((done) => this._port.write(Buffer.from(bytes), done));
      await this._whileOpen((done) => this._port.drain(done));
    } catch {
      throw this._lost();
    }
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this._data.add(listener);
  }

  onClose(listener: (reason: LinkLost) => void): () => void {
    return this._ending.on(listener);
  }

  async close(): Promise<void> {
    if (this._port.isOpen) await settled((done) => this._port.close(done)).catch(() => undefined); // gone is as good as closed
    this._lost();
  }

  async setBaud(baud: number): Promise<void> {
    await this._whileOpen((done) => this._port.update({ baudRate: baud }, done));
  }

  setSignals({ dtr, rts }: { dtr: boolean; rts: boolean }): Promise<boolean> {
    return this._whileOpen((done) => this._port.set({ dtr, rts }, done)).then(
      () => true,
      () => false,
    );
  }

  /** As `settled`, but rejects when the port goes: serialport may then never call back. */
  private _whileOpen(act: (done: (error?: Error | null) => void) => unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = this._ending.on(reject);
      settled(act).finally(stop).then(resolve, reject);
    });
  }

  private _lost(): LinkLost {
    return this._ending.come(new LinkLost(`${this.name} is gone: was the cable pulled?`));
  }
}

function settled(act: (done: (error?: Error | null) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    act((error) => (error ? reject(error) : resolve()));
  });
}
