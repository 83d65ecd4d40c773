/** Repeats and gaps in `seq`, for each message of the page's list. */
import { SequenceCheck, type Remark } from "../../../mqtt/sequence-check.ts";
import type { ListedMessage } from "../simulator.ts";

export class SequenceMarks {
  private _check = new SequenceCheck();
  private readonly _remarks = new Map<number, Remark>();
  /** The number of the last message that was looked at. */
  private _last = 0;

  /** Looks at what is new. */
  update(messages: readonly ListedMessage[]): void {
    const first = messages[0];
    // The simulator has sent its history again: these messages are not repeats.
    if (first !== undefined && this._last > 0 && first.number > this._last) this._check = new SequenceCheck();
    for (let index = this._firstNew(messages); index < messages.length; index += 1) {
      const message = messages[index];
      if (message === undefined) break;
      this._last = message.number;
      const remark = message.text === undefined || message.retained ? undefined : this._check.take(message.text);
      if (remark !== undefined) this._remarks.set(message.number, remark);
    }
    for (const number of this._remarks.keys()) {
      if (first !== undefined && number >= first.number) break;
      this._remarks.delete(number);
    }
  }

  of(message: ListedMessage): Remark | undefined {
    return this._remarks.get(message.number);
  }

  private _firstNew(messages: readonly ListedMessage[]): number {
    let index = messages.length;
    while (index > 0 && (messages[index - 1]?.number ?? 0) > this._last) index -= 1;
    return index;
  }
}
