/** What was typed before, for the arrow keys: as a shell does it. */

const mostEntries = 200;

export class InputHistory {
  private readonly _entries: string[] = [];
  /** Which entry is shown; the number of entries: none, but what is being typed. */
  private _place = 0;
  private _draft = "";

  add(line: string): void {
    if (line.trim() !== "" && this._entries.at(-1) !== line) this._entries.push(line);
    if (this._entries.length > mostEntries) this._entries.shift();
    this._place = this._entries.length;
    this._draft = "";
  }

  /** @param current what is in the field, to come back to */
  older(current: string): string {
    if (this._place === this._entries.length) this._draft = current;
    this._place = Math.max(0, this._place - 1);
    return this._entries[this._place] ?? current;
  }

  newer(current: string): string {
    if (this._place === this._entries.length) return current;
    this._place += 1;
    return this._entries[this._place] ?? this._draft;
  }
}
