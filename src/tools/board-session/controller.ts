/** @espruino-tools/core's DeviceController on a serial link: its own UART wants a browser. */
import { DeviceController } from "@espruino-tools/core";
import { BoardConsole, type AskOptions } from "./board-console.ts";

/** What the controller resolves with: the value, or the error in place of it; `log` is what the board printed meanwhile. */
export interface Evaluated {
  data: unknown;
  log: string;
}

/** In place of the package's UART: what the controller uses of it. */
class ConsoleUart {
  readonly isBusy = false;
  private _open = true;

  constructor(
    private readonly _board: BoardConsole,
    private readonly _options: AskOptions,
  ) {
    _board.link.onClose(() => (this._open = false));
  }

  isConnected(): boolean {
    return this._open;
  }

  write(text: string): void {
    this._board.type(text).catch(() => undefined); // isConnected tells; the controller has no ear for more
  }

  eval(code: string, done: (data: unknown, log: string) => void): boolean {
    const log: string[] = [];
    const stop = this._board.onLine((line) => log.push(line));
    this._board
      .ask(code, this._options)
      .catch((error: unknown) => error)
      .then(
        (data) => {
          stop();
          done(data, log.join("\n"));
        },
        () => undefined,
      );
    return true;
  }

  close(): void {
    void this._board.link.close();
  }
}

/**
 * A controller for the board at a console. `options` hold for each of its questions.
 * Use {@link evaluate} for its answers: the package has no way of its own to tell of a failure.
 */
export function controllerFor(board: BoardConsole, options: AskOptions = {}): DeviceController {
  const controller = new DeviceController();
  const uart = new ConsoleUart(board, options);
  Object.defineProperty(controller, "UART", { value: uart });
  controller.connected = true;
  return controller;
}

/** The value of an expression on the board. Throws what {@link BoardConsole.ask} throws. */
export async function evaluate(controller: DeviceController, code: string): Promise<unknown> {
  const { data } = await controller.eval<Evaluated>(code);
  if (data instanceof Error) throw data;
  return data;
}
