/** What has arrived and nobody has taken yet. */

export class Inbox<Word> {
  private readonly _words: Word[] = [];
  private _failure: Error | undefined;
  private _arrived: () => void = () => undefined;

  put(word: Word): void {
    this._words.push(word);
    this._arrived();
  }

  /** Nothing arrives any more, for this reason. */
  fail(reason: Error): void {
    this._failure = reason;
    this._arrived();
  }

  /**
   * Takes the oldest; undefined if none comes within so many ms.
   * @throws {Error} the reason given to `fail`, once all has been taken
   */
  async next(ms: number): Promise<Word | undefined> {
    if (this._words.length === 0 && !this._failure) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, ms);
        this._arrived = () => {
          clearTimeout(late);
          resolve();
        };
      });
    }
    if (this._words.length === 0 && this._failure) throw this._failure;
    return this._words.shift();
  }
}
