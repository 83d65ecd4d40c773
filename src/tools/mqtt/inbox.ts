/** What has arrived and nobody has taken yet. */

export class Inbox<Word> {
  private readonly _words: Word[] = [];
  private _arrived: () => void = () => undefined;

  put(word: Word): void {
    this._words.push(word);
    this._arrived();
  }

  /** Takes the oldest; undefined if none comes within so many ms. */
  async next(ms: number): Promise<Word | undefined> {
    if (this._words.length === 0) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, ms);
        this._arrived = () => {
          clearTimeout(late);
          resolve();
        };
      });
    }
    return this._words.shift();
  }
}
