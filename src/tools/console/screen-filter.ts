/**
 * What a board prints, made safe for a terminal. Espruino's line editor moves the cursor and erases, and boot loaders print in
 * colour; all else that a terminal would obey is shown as text, so that no board can set the title, read the screen or type.
 */
import { safeText } from "../terminal/safe-text.ts";

/** Sequences and controls that pass as they are. */
const allowed = /(\x1b\[[\d;]{0,8}[ABCDJKm]|[\x07\b\t\r\n]+)/;
/** The beginning of a sequence, of which the rest may be still to come. */
const unfinished = /\x1b(\[[\d;]{0,8})?$/;

export class ScreenFilter {
  private readonly _decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  private _held = "";

  /** @param bytes what came, cut anywhere; what is cut off at its end is held until the next call */
  filter(bytes: Uint8Array): Uint8Array {
    const text = this._held + this._decoder.decode(bytes, { stream: true });
    const end = unfinished.exec(text)?.index ?? text.length;
    this._held = text.slice(end);
    const parts = text.slice(0, end).split(allowed);
    // What was allowed stands at the odd places.
    return Buffer.from(parts.map((part, i) => (i % 2 === 1 ? part : safeText(part))).join(""), "utf8");
  }
}
