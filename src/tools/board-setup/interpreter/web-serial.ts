/**
 * A serial link dressed as a browser's serial port, which is what esptool-js talks to, and esptool-js' transport with what
 * a command line needs of it: a cable that is pulled ends it at once, and nothing is printed.
 */
import { Transport } from "esptool-js";
import { LinkLost, type SerialLink } from "../../serial/serial-link.ts";

/** As much of Web Serial's SerialPort as esptool-js uses. The link is open all the time; only the streams come and go. */
class WebSerialPort {
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  private _dtr = false;
  private _rts = false;
  private _end: () => void = () => undefined;

  constructor(
    private readonly _link: SerialLink,
    private readonly _noted: { signals: boolean },
  ) {}

  async open({ baudRate }: { baudRate: number }): Promise<void> {
    const link = this._link;
    await link.setBaud(baudRate);
    let stopListening: () => void = () => undefined;
    this.readable = new ReadableStream<Uint8Array>({
      start: (controller) => {
        stopListening = link.onData((bytes) => controller.enqueue(bytes));
        this._end = () => {
          stopListening();
          controller.close();
        };
      },
      cancel: () => {
        stopListening();
        this._end = () => undefined;
      },
    });
    // A lost link is its only error, and `read` below tells of that; here it would keep the stream locked for ever.
    this.writable = new WritableStream<Uint8Array>({ write: (bytes) => link.write(bytes).catch(() => undefined) });
  }

  /** Whoever still reads is let go. */
  close(): Promise<void> {
    this._end();
    this._end = () => undefined;
    this.readable = this.writable = null;
    return Promise.resolve();
  }

  /** esptool-js asks for this before it thinks of closing and opening the port, which would restart the board. */
  setBaudRate(baud: number): Promise<void> {
    return this._link.setBaud(baud);
  }

  /** What is left out stays as it was. */
  async setSignals({ dataTerminalReady, requestToSend }: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void> {
    this._dtr = dataTerminalReady ?? this._dtr;
    this._rts = requestToSend ?? this._rts;
    if (!(await this._link.setSignals({ dtr: this._dtr, rts: this._rts }))) this._noted.signals = false;
  }

  /** USB's numbers decide how a board is reset; those of boards with a plain ESP32 all have the same circuit. */
  getInfo(): { usbVendorId?: number; usbProductId?: number } {
    return {};
  }
}

export class LinkTransport extends Transport {
  private readonly _lost: Promise<never>;
  private readonly _noted: { signals: boolean };
  private readonly _port: WebSerialPort;
  private readonly _say: (line: string) => void;

  /** @param say gets what esptool-js would print to the console */
  constructor(link: SerialLink, say: (line: string) => void) {
    const noted = { signals: true };
    const port = new WebSerialPort(link, noted);
    super(port);
    this._port = port;
    this._noted = noted;
    this._say = say;
    this._lost = new Promise((_resolve, reject) => {
      link.onClose(reject);
    });
    this._lost.catch(() => undefined); // heard where it is raced
  }

  /** Whether the port has the DTR and RTS lines, by which a board is put into its loader; true until they have failed. */
  get hasSignals(): boolean {
    return this._noted.signals;
  }

  /** Without the race it would wait for each of its time-outs, one after the other. */
  override read(timeout: number): Promise<Uint8Array> {
    return Promise.race([super.read(timeout), this._lost]);
  }

  /** Lets the link go, which stays open. The transport's own way waits for locks that an error has left. */
  release(): Promise<void> {
    return this._port.close();
  }

  override trace(message: string): void {
    this._say(message);
  }
}

export function isLost(error: unknown): error is LinkLost {
  return error instanceof LinkLost;
}
