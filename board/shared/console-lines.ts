/** Splits a board's console output into lines, without the ">" of the prompt. */
import { decodeUtf8 } from "./byte-text.ts";

const erasePrompt = "\r\x1b[J";
/** Characters of a line; a longer one comes in pieces, for a board that prints no line end must not fill the memory. */
const longestLine = 262_144;

export class ConsoleLines {
  private _buffer = "";
  private readonly _listeners = new Set<(line: string) => void>();

  on(listener: (line: string) => void): () => void {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  push(text: string): void {
    this._buffer += text;
    if (text.includes("\n")) {
      const lines = this._buffer.split("\r\n");
      this._buffer = lines.pop() ?? "";
      for (const line of lines) this._emit(line);
    }
    if (this._buffer.length <= longestLine) return;
    const piece = this._buffer;
    this._buffer = "";
    this._emit(piece);
  }

  private _emit(raw: string): void {
    // The interpreter erases its prompt before printing, but not after a line typed without echo.
    const line = raw.slice(raw.lastIndexOf(erasePrompt) + 1).replace(/^\x1b\[J|^>/, "");
    const text = decodeUtf8(line);
    for (const listener of [...this._listeners]) listener(text);
  }
}
