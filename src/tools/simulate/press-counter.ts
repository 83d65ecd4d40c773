/** Counts what was pressed and what a subscriber received, so that the summary can say whether anything was lost. */

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

interface SensorMessage {
  node: string;
  boot: number;
  seq: number;
  event?: unknown;
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

  /** Takes a payload of the sensor topic. `node`+`boot`+`seq` name a message for ever: a repeat counts once. */
  countMessage(payload: Uint8Array): void {
    const message = parse(payload);
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

function parse(payload: Uint8Array): SensorMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(payload).toString());
  } catch {
    return undefined;
  }
  return isSensorMessage(value) ? value : undefined;
}

function isSensorMessage(value: unknown): value is SensorMessage {
  if (typeof value !== "object" || value === null) return false;
  return "node" in value && typeof value.node === "string" && isCount(value, "boot") && isCount(value, "seq");
}

function isCount(value: object, key: string): boolean {
  return Number.isSafeInteger(Object.getOwnPropertyDescriptor(value, key)?.value);
}
