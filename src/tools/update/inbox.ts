/** What a node has said and nobody has taken yet. */
import type { UpdateState } from "./update-state.ts";

/** A state, or a refusal on the error topic. `isRetained`: it may be old, as the broker kept it. */
export type Word = { kind: "state"; state: UpdateState; isRetained: boolean } | { kind: "refusal"; reason: string };

export class Inbox {
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
