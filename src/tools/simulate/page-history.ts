/** The latest of what has happened, for pages that are opened later. */
import type { MessageRecord } from "../page/protocol.ts";
import type { PublishedMessage } from "./published.ts";
import type { SimulationEvent } from "./simulation-event.ts";

const mostMessages = 500;
const mostLines = 300;
/** Messages that the broker has taken and our subscriber has not got yet. One that it never gets must not wait for ever. */
const mostPublished = 1000;

export interface ConsoleRecord {
  node: string;
  at: number;
  line: string;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class PageHistory {
  private readonly _messages: MessageRecord[] = [];
  private readonly _lines = new Map<string, ConsoleRecord[]>();
  private readonly _published: PublishedMessage[] = [];

  get all(): { messages: MessageRecord[]; console: ConsoleRecord[] } {
    const lines = [...this._lines.values()].flat();
    return { messages: [...this._messages], console: lines.sort((a, b) => a.at - b.at) };
  }

  /** The broker has taken a message: our own broker says so, a moment before our subscriber gets it. */
  published(message: PublishedMessage): void {
    this._published.push(message);
    if (this._published.length > mostPublished) this._published.shift();
  }

  /** Our subscriber has got a message. QoS and retain are as published where that is known. */
  message(at: number, { topic, payload, qos, retained }: Extract<SimulationEvent, { kind: "message" }>): MessageRecord {
    const published = this._takePublished(topic, payload);
    const record = {
      at,
      topic,
      text: textOf(payload),
      bytes: payload.length,
      qos: published?.qos ?? qos,
      retained: published?.retain ?? retained,
    };
    this._messages.push(record);
    if (this._messages.length > mostMessages) this._messages.shift();
    return record;
  }

  line(line: ConsoleRecord): void {
    const lines = this._lines.get(line.node) ?? [];
    this._lines.set(line.node, lines);
    lines.push(line);
    if (lines.length > mostLines) lines.shift();
  }

  private _takePublished(topic: string, payload: Uint8Array): PublishedMessage | undefined {
    const index = this._published.findIndex((each) => each.topic === topic && Buffer.compare(each.payload, payload) === 0);
    return index < 0 ? undefined : this._published.splice(index, 1)[0];
  }
}

function textOf(payload: Uint8Array): string | undefined {
  try {
    return utf8.decode(payload);
  } catch {
    return undefined;
  }
}
