/** Follows `node`, `boot` and `seq` of what nodes send, and reports what came twice and what is missing. */
import { parseNumberedMessage } from "./numbered-message.ts";

interface Boot {
  /** Sequence numbers that have come. */
  came: Set<number>;
  /** The first one that can be missing: 1, or where listening began. */
  first: number;
  last: number;
}

interface Sender {
  boots: Map<number, Boot>;
  messages: number;
  repeats: number;
}

/** Of one node. */
export interface NodeTotals {
  node: string;
  /** Different messages. */
  messages: number;
  repeats: number;
  /** Sequence numbers that never came. */
  missing: number;
}

/** What is remarkable about a message. `late`: it was missing so far. */
export interface Remark {
  kind: "repeat" | "gap" | "late";
  /** A line for people. */
  text: string;
}

export class SequenceCheck {
  private readonly _senders = new Map<string, Sender>();

  /**
   * Takes a payload.
   * @returns undefined for the next in line and for a payload without numbers
   */
  take(payload: Uint8Array | string): Remark | undefined {
    const message = parseNumberedMessage(payload);
    if (!message) return undefined;
    const { node, boot, seq } = message;
    const sender = this._senders.get(node) ?? { boots: new Map<number, Boot>(), messages: 0, repeats: 0 };
    this._senders.set(node, sender);
    const isNewer = [...sender.boots.keys()].some((known) => known < boot);
    const run = sender.boots.get(boot) ?? { came: new Set<number>(), first: isNewer ? 1 : seq, last: isNewer ? 0 : seq - 1 };
    sender.boots.set(boot, run);
    const name = `${node} boot ${boot} seq ${seq}`;
    if (run.came.has(seq)) {
      sender.repeats++;
      return { kind: "repeat", text: `repeat: ${name}` };
    }
    run.came.add(seq);
    sender.messages++;
    const { last } = run;
    run.first = Math.min(run.first, seq);
    run.last = Math.max(last, seq);
    if (seq > last + 1) return { kind: "gap", text: `gap: ${node} boot ${boot}: ${range(last + 1, seq - 1)} missing so far` };
    return seq <= last ? { kind: "late", text: `late: ${name}` } : undefined;
  }

  /** What each node has sent so far, and what of it is missing. */
  totals(): NodeTotals[] {
    return [...this._senders].map(([node, { boots, messages, repeats }]) => {
      const expected = [...boots.values()].reduce((sum, { first, last }) => sum + last - first + 1, 0);
      return { node, messages, repeats, missing: expected - messages };
    });
  }
}

/** A line for people. */
export function totalsLine({ node, messages, repeats, missing }: NodeTotals): string {
  return `${node}: ${count(messages, "message")}, ${count(repeats, "repeat")}, ${missing === 0 ? "none" : missing} missing`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function range(from: number, to: number): string {
  return from === to ? `seq ${from}` : `seq ${from} to ${to}`;
}
