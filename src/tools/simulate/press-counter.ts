/** Counts what was pressed and what a subscriber received, so that the summary can say whether anything was lost. */
import { parseNumberedMessage } from "../mqtt/numbered-message.ts";

/** What the summary is made of. */
export interface PressCount {
  pressed: number;
  /** Press messages received, each counted once. */
  received: number;
  /** Messages of this node received on the sensor topic, each counted once. */
  messages: number;
  /** Repeats: the same message again, as QoS 1 allows. */
  repeats: number;
  /** Messages known to be missing, by the gaps in `seq`. */
  gaps: number;
}

export class PressCounter {
  private readonly _node: string;
  private readonly _seen = new Map<number, Set<number>>();
  private _pressed = 0;
  private _received = 0;
  private _repeats = 0;

  /** @param node whose messages count; others' on the same topic do not */
  constructor(node: string) {
    this._node = node;
  }

  countPress(): void {
    this._pressed += 1;
  }

  /** Takes a payload of the sensor topic. A repeat counts once. */
  countMessage(payload: Uint8Array): void {
    const message = parseNumberedMessage(payload);
    if (message === undefined || message.node !== this._node) return;
    const seqs = this._seen.get(message.boot) ?? new Set<number>();
    this._seen.set(message.boot, seqs);
    if (seqs.has(message.seq)) {
      this._repeats += 1;
      return;
    }
    seqs.add(message.seq);
    if (message.event === "press") this._received += 1;
  }

  get count(): PressCount {
    let messages = 0;
    let gaps = 0;
    for (const seqs of this._seen.values()) {
      messages += seqs.size;
      gaps += Math.max(...seqs) - seqs.size;
    }
    return { pressed: this._pressed, received: this._received, messages, repeats: this._repeats, gaps };
  }
}
