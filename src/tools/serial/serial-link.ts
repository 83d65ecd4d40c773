/** A serial line as the tools see it: bytes go out, bytes come in, and at some time it is closed. */

/** Bits per second of Espruino's console on the ESP32. */
export const consoleBaud = 115_200;

export interface SerialLink {
  /** What to call it in messages: the port's path. */
  readonly name: string;
  /** Resolves once the bytes have left this computer. Rejects with a {@link LinkLost} when the line is closed. */
  write(bytes: Uint8Array): Promise<void>;
  /** Returns a function that stops listening. */
  onData(listener: (bytes: Uint8Array) => void): () => void;
  /** Called once, also when it is {@link close} that closes it; at once if it is closed already. */
  onClose(listener: (reason: LinkLost) => void): () => void;
  /** Doing it twice is harmless. */
  close(): Promise<void>;
  /** bits per second */
  setBaud(baud: number): Promise<void>;
  /** The modem lines that a DevKit's reset circuit hangs on. False where the port has none, as a pseudo-terminal. */
  setSignals(lines: { dtr: boolean; rts: boolean }): Promise<boolean>;
}

/** The line is gone: the cable was pulled, or the port closed. */
export class LinkLost extends Error {}

/** Listeners that can be told while some of them stop listening. */
export class Listeners<T> {
  private readonly _all = new Set<(value: T) => void>();

  add(listener: (value: T) => void): () => void {
    this._all.add(listener);
    return () => this._all.delete(listener);
  }

  tell(value: T): void {
    for (const listener of [...this._all]) listener(value);
  }
}

/** The end of a line, which happens once and is told to those who come late, too. */
export class Ending {
  reason: LinkLost | undefined;
  private readonly _listeners = new Listeners<LinkLost>();

  on(listener: (reason: LinkLost) => void): () => void {
    if (this.reason) listener(this.reason);
    return this._listeners.add(listener);
  }

  /** Only the first reason counts, and is returned. */
  come(reason: LinkLost): LinkLost {
    if (this.reason) return this.reason;
    this.reason = reason;
    this._listeners.tell(reason);
    return reason;
  }
}

/**
 * Waits for something on a line. `listen` is given what to call when it has come, and returns what stops listening.
 * Resolves with what came, or with undefined after `ms`; rejects when the line is closed.
 */
export function within<T>(link: SerialLink, ms: number, listen: (came: (value: T) => void) => () => void): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(late);
      stop();
      stopClose();
      act();
    };
    const late = setTimeout(() => settle(() => resolve(undefined)), ms);
    const stop = listen((value) => settle(() => resolve(value)));
    let stopClose = (): void => undefined;
    stopClose = link.onClose((reason) => settle(() => reject(reason)));
  });
}

/** A link by way of another: all that a subclass does not do itself, the other does. */
export class LinkThrough implements SerialLink {
  readonly name: string;

  constructor(protected readonly link: SerialLink) {
    this.name = link.name;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.link.write(bytes);
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
