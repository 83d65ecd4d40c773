/**
 * A browser's serial port with a board of this process at its other end: a script puts it in the place of `navigator.serial`
 * before the page's own scripts run. Bytes travel by Playwright's bindings, which the page's policy has no say in.
 */
import type { Page } from "playwright-core";
import type { SerialLink } from "../../src/tools/serial/serial-link.ts";

interface Signals {
  dataTerminalReady: boolean;
  requestToSend: boolean;
}

export interface PluggedBoard {
  /** What the page has set the modem lines to, in order. */
  readonly signals: readonly Signals[];
  /** Pulls the cable. */
  unplug(): Promise<void>;
}

/** Names that the page's script and this process share. */
const toBoard = "serialMockToBoard";
const setBaud = "serialMockSetBaud";
const setSignals = "serialMockSetSignals";
const fromBoard = "serialMockFromBoard";
const unplugged = "serialMockUnplugged";

/**
 * Before the page is opened. The user's choice of a port is made: it is this one.
 * @param link leads to the board
 */
export async function plugIn(page: Page, link: SerialLink): Promise<PluggedBoard> {
  const signals: Signals[] = [];
  await page.exposeFunction(toBoard, (bytes: string) => link.write(Buffer.from(bytes, "latin1")));
  await page.exposeFunction(setBaud, (baud: number) => link.setBaud(baud));
  await page.exposeFunction(setSignals, (lines: Signals) => {
    signals.push(lines);
    return link.setSignals({ dtr: lines.dataTerminalReady, rts: lines.requestToSend });
  });
  await page.addInitScript(mock, { toBoard, setBaud, setSignals, fromBoard, unplugged });
  const call = (name: string, bytes: string): Promise<unknown> =>
    page.evaluate(([hook, text]) => void Reflect.apply(Reflect.get(window, hook) as (bytes: string) => void, undefined, [text]), [name, bytes] as const);

  // One call carries what has come meanwhile, so that order is kept and a flood does not queue up.
  let waiting = "";
  let isCarrying = false;
  const carry = async (): Promise<void> => {
    if (isCarrying) return;
    isCarrying = true;
    while (waiting !== "") {
      const bytes = waiting;
      waiting = "";
      await call(fromBoard, bytes).catch(() => undefined); // the page has been closed
    }
    isCarrying = false;
  };
  const stop = link.onData((bytes) => {
    waiting += Buffer.from(bytes).toString("latin1");
    void carry();
  });
  page.on("close", stop);
  return {
    signals,
    unplug: async () => {
      stop();
      await call(unplugged, "");
    },
  };
}

/** Runs in the page. Nothing outside of it is known there. */
function mock(names: { toBoard: string; setBaud: string; setSignals: string; fromBoard: string; unplugged: string }): void {
  const outside = (name: string, ...given: unknown[]): Promise<unknown> =>
    Promise.resolve(Reflect.apply(Reflect.get(window, name) as (...given: unknown[]) => unknown, undefined, given));

  class Port extends EventTarget {
    readable: ReadableStream<Uint8Array> | null = null;
    writable: WritableStream<Uint8Array> | null = null;
    private _controller: ReadableStreamDefaultController<Uint8Array> | undefined;

    async open({ baudRate }: { baudRate: number }): Promise<void> {
      if (this.readable !== null) throw new DOMException("The port is already open.", "InvalidStateError");
      await outside(names.setBaud, baudRate);
      this.readable = new ReadableStream<Uint8Array>({
        start: (controller) => {
          this._controller = controller;
        },
        cancel: () => {
          this._controller = undefined;
        },
      });
      this.writable = new WritableStream<Uint8Array>({
        write: async (bytes) => {
          await outside(names.toBoard, Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
        },
      });
    }

    close(): Promise<void> {
      if (this.readable?.locked || this.writable?.locked) return Promise.reject(new TypeError("a stream is locked"));
      this.readable = this.writable = null;
      this._controller = undefined;
      return Promise.resolve();
    }

    async setSignals(lines: object): Promise<void> {
      await outside(names.setSignals, lines);
    }

    getInfo(): object {
      return { usbVendorId: 0x10c4, usbProductId: 0xea60 };
    }

    receive(bytes: string): void {
      this._controller?.enqueue(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
    }

    lose(): void {
      this._controller?.error(new DOMException("The device has been lost.", "NetworkError"));
      this.readable = this.writable = null;
      this.dispatchEvent(new Event("disconnect"));
    }
  }

  const port = new Port();
  Object.defineProperty(navigator, "serial", { configurable: true, value: { requestPort: () => Promise.resolve(port) } });
  Object.defineProperty(window, names.fromBoard, { value: (bytes: string) => port.receive(bytes) });
  Object.defineProperty(window, names.unplugged, { value: () => port.lose() });
}
