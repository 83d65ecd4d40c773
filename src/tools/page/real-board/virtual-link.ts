/** The serial port of a simulated board as a link, by way of the page's socket. */
import { bytesOf, textOf } from "../../../../board/shared/byte-text.ts";
import { Ending, LinkLost, Listeners, type SerialLink } from "../../serial/serial-link.ts";
import type { FromPage } from "../protocol.ts";

/** What of the page's simulator is needed. */
export interface SerialSource {
  readonly connection: string;
  on(topic: "connection", listener: () => void): () => void;
  onSerial(node: string, listener: (bytes: string) => void): () => void;
  send(message: FromPage): void;
}

export class VirtualLink implements SerialLink {
  readonly name: string;
  private readonly _data = new Listeners<Uint8Array>();
  private readonly _ending = new Ending();
  private readonly _stops: (() => void)[];

  constructor(
    private readonly _source: SerialSource,
    private readonly _node: string,
  ) {
    this.name = `the virtual board ${_node}`;
    this._stops = [
      _source.onSerial(_node, (bytes) => this._data.tell(bytesOf(bytes))),
      _source.on("connection", () => {
        if (_source.connection === "lost") this._end("the simulator has ended: start it again with npm start, and connect again.");
      }),
    ];
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this._ending.reason) return Promise.reject(this._ending.reason);
    this._source.send({ type: "type", node: this._node, text: textOf(bytes) });
    return Promise.resolve();
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this._data.add(listener);
  }

  onClose(listener: (reason: LinkLost) => void): () => void {
    return this._ending.on(listener);
  }

  close(): Promise<void> {
    this._end(`${this.name} is no longer connected.`);
    return Promise.resolve();
  }

  /** It has no speed. */
  setBaud(): Promise<void> {
    return Promise.resolve();
  }

  /** Nor such lines. */
  setSignals(): Promise<boolean> {
    return Promise.resolve(false);
  }

  private _end(why: string): void {
    for (const stop of this._stops.splice(0)) stop();
    this._ending.come(new LinkLost(why));
  }
}
