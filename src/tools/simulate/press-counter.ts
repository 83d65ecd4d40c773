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
  /** Presses that waited on the board when its plug was pulled: by contract they are lost. */
  unplugged: number;
}

/** The counts of several nodes as one. */
export function sumOf(counts: readonly PressCount[]): PressCount {
  const sum = { pressed: 0, received: 0, messages: 0, repeats: 0, gaps: 0, unplugged: 0 };
  for (const count of counts) {
    sum.pressed += count.pressed;
    sum.received += count.received;
    sum.messages += count.messages;
    sum.repeats += count.repeats;
    sum.gaps += count.gaps;
    sum.unplugged += count.unplugged;
  }
  return sum;
}

export class PressCounter {
  private readonly _node: string;
  private readonly _seen = new Map<number, Set<number>>();
  private _pressed = 0;
  private _received = 0;
  private _repeats = 0;
  private _unplugged = 0;
  /** The last boot that a power cut ended. */
  private _cutBoot = -1;

  /** @param node whose messages count; others' on the same topic do not */
  constructor(node: string) {
    this._node = node;
  }

  countPress(): void {
    this._pressed += 1;
  }

  /** The power was cut: what has not arrived yet is waiting on the board or on its way. @param boot the boot that it ended */
  countPowerCut(boot: number): void {
    this._unplugged = Math.max(this._unplugged, this._pressed - this._received);
    this._cutBoot = boot;
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
    if (message.event !== "press") return;
    this._received += 1;
    // It was under way when the power was cut.
    if (message.boot <= this._cutBoot && this._unplugged > 0) this._unplugged -= 1;
  }

  get count(): PressCount {
    let messages = 0;
    let gaps = 0;
    for (const seqs of this._seen.values()) {
      messages += seqs.size;
      gaps += Math.max(...seqs) - seqs.size;
    }
    return { pressed: this._pressed, received: this._received, messages, repeats: this._repeats, gaps, unplugged: this._unplugged };
  }
}
