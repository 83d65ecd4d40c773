/** A browser's serial port as a link. */
import { UserError } from "../../command-line/user-error.ts";
import { Ending, LinkLost, Listeners, type SerialLink } from "../../serial/serial-link.ts";
import type { WebSerialPort } from "./serial-port.ts";

/** Bytes that wait for the page: it may be busy drawing while the loader of the chip answers fast. */
const bufferSize = 16_384;

export class WebSerialLink implements SerialLink {
  readonly name = "the serial port";
  private readonly _data = new Listeners<Uint8Array>();
  private readonly _ending = new Ending();
  private _reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  private _reading: Promise<void> = Promise.resolve();
  /** The port is closed on purpose, to be opened again. */
  private _isReopening = false;
  private _signals = { dataTerminalReady: false, requestToSend: false };

  private constructor(private readonly _port: WebSerialPort) {
    _port.addEventListener("disconnect", this._onDisconnect);
  }

  /**
   * Opens a port, and lets the DTR and RTS lines go so that the board's reset circuit leaves it alone.
   * @throws {UserError} that says what to do
   */
  static async open(port: WebSerialPort, baud: number): Promise<WebSerialLink> {
    try {
      await port.open({ baudRate: baud, bufferSize });
    } catch (error) {
      throw new UserError(whyNotOpened(error));
    }
    const link = new WebSerialLink(port);
    await link.setSignals({ dtr: false, rts: false });
    link._reading = link._read();
    return link;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this._ending.reason) throw this._ending.reason;
    const writer = this._port.writable?.getWriter();
    if (!writer) throw this._lost();
    try {
      await writer.write(bytes);
    } catch {
      throw this._lost();
    } finally {
      writer.releaseLock();
    }
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this._data.add(listener);
  }

  onClose(listener: (reason: LinkLost) => void): () => void {
    return this._ending.on(listener);
  }

  async close(): Promise<void> {
    if (this._ending.reason) return;
    this._ending.come(new LinkLost(`${this.name} is closed.`));
    await this._release();
  }

  /** Web Serial has no other way than to close the port and open it again. */
  async setBaud(baud: number): Promise<void> {
    if (this._ending.reason) throw this._ending.reason;
    this._isReopening = true;
    try {
      await this._release();
      await this._port.open({ baudRate: baud, bufferSize });
      await this._port.setSignals(this._signals).catch(() => undefined); // without these lines there is nothing to keep
    } catch {
      throw this._lost();
    } finally {
      this._isReopening = false;
    }
    this._reading = this._read();
  }

  async setSignals({ dtr, rts }: { dtr: boolean; rts: boolean }): Promise<boolean> {
    this._signals = { dataTerminalReady: dtr, requestToSend: rts };
    return this._port.setSignals(this._signals).then(
      () => true,
      () => false,
    );
  }

  private async _read(): Promise<void> {
    // After a break or a byte that is framed wrongly, as at the moment of a reset, the port has a new stream.
    for (let stream = this._port.readable; stream !== null && !this._isReopening && !this._ending.reason; stream = this._port.readable) {
      const reader = stream.getReader();
      this._reader = reader;
      try {
        for (let result = await reader.read(); !result.done; result = await reader.read()) this._data.tell(result.value);
      } catch {
        // The loop's condition tells whether the port has gone.
      } finally {
        reader.releaseLock();
      }
    }
    if (!this._isReopening) this._lost();
  }

  /** Both streams have to be let go before a port can be closed. */
  private async _release(): Promise<void> {
    await this._reader?.cancel().catch(() => undefined); // gone is as good as cancelled
    await this._reading;
    await this._port.close().catch(() => undefined);
  }

  private readonly _onDisconnect = (): void => void this._lost();

  private _lost(): LinkLost {
    this._port.removeEventListener("disconnect", this._onDisconnect);
    return this._ending.come(new LinkLost(`${this.name} is gone: was the cable pulled? Plug the board in and connect again.`));
  }
}

function whyNotOpened(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return (
    `the port cannot be opened (${reason}): probably another program has it. Close the serial monitor, the IDE, npm run console ` +
    "or the other page that uses it, and connect again. On Linux you may lack permission: npm run flash says what to do about that"
  );
}
