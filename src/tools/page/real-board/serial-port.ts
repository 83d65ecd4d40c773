/** As much of Web Serial as the page uses: TypeScript's own library has none of it. */

export interface WebSerialPort {
  readonly readable: ReadableStream<Uint8Array> | null;
  readonly writable: WritableStream<Uint8Array> | null;
  open(options: { baudRate: number; bufferSize?: number }): Promise<void>;
  close(): Promise<void>;
  setSignals(signals: { dataTerminalReady: boolean; requestToSend: boolean }): Promise<void>;
  addEventListener(type: "disconnect", listener: () => void): void;
  removeEventListener(type: "disconnect", listener: () => void): void;
}

export interface WebSerial {
  /** Asks the user, who has to have clicked something just before. */
  requestPort(): Promise<WebSerialPort>;
}

/** Undefined where the browser has none. */
export function webSerialOf(navigator: object): WebSerial | undefined {
  const serial: unknown = Reflect.get(navigator, "serial");
  return isWebSerial(serial) ? serial : undefined;
}

function isWebSerial(value: unknown): value is WebSerial {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "requestPort") === "function";
}
