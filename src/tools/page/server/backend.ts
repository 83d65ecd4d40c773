/** What the page's server asks of the simulator: it knows of the simulator only this, and the protocol. */
import type { FromPage, FromSimulator } from "../protocol.ts";

/** A file that the page offers or needs, made when it is asked for. */
export interface Download {
  /** Such as "text/x-python; charset=utf-8". */
  type: string;
  body: () => string | Uint8Array | Promise<string | Uint8Array>;
}

export interface Backend {
  /** What a new page needs, in order: `hello` first, then `history`, then the current states. */
  welcome(): FromSimulator[];
  /**
   * Everything that happens from now on, `serial` of all boards included: the server gives it to those pages that want it.
   * Returns a function that stops listening.
   */
  on(listener: (message: FromSimulator) => void): () => void;
  /**
   * Does what a page asks for. The message has the shape that the protocol says; whether it makes sense is for the backend to
   * find out. `reply` goes to this page alone.
   */
  handle(message: Exclude<FromPage, { type: "serial" }>, reply: (message: FromSimulator) => void): void;
  /** By file name, such as "node.json": letters, digits, ".", "_" and "-". */
  downloads: ReadonlyMap<string, Download>;
}
