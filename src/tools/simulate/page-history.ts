/** The latest of what has happened, for pages that are opened later. */
import type { MessageRecord } from "../page/protocol.ts";
import { shortened } from "../terminal/shortened.ts";
import type { PublishedMessage } from "./published.ts";
import type { SimulationEvent } from "./simulation-event.ts";

const mostMessages = 500;
const mostLines = 300;
/** Bytes of a message that a page gets to see, and characters of a line; of all messages together the latest are kept. */
const longest = 64 * 1024;
const mostText = 8 * 1024 * 1024;
/** Messages that the broker has taken and our subscriber has not got yet. One that it never gets is dropped in the end. */
const mostPublished = 1000;

export interface ConsoleRecord {
  node: string;
  at: number;
  line: string;
}

export class PageHistory {
  private readonly _messages: MessageRecord[] = [];
  /** Characters of their texts and topics. */
  private _text = 0;
  private readonly _lines = new Map<string, ConsoleRecord[]>();
  private readonly _published: PublishedMessage[] = [];

  get all(): { messages: MessageRecord[]; console: ConsoleRecord[] } {
    const lines = [...this._lines.values()].flat();
    return { messages: [...this._messages], console: lines.sort((a, b) => a.at - b.at) };
  }

  /** The broker has taken a message: our own broker says so, a moment before our subscriber gets it. */
  published(message: PublishedMessage): void {
    if (message.payload.length > longest) return;
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
    this._text += sizeOf(record);
    while (this._messages.length > mostMessages || this._text > mostText) {
      const oldest = this._messages.shift();
      if (oldest !== undefined) this._text -= sizeOf(oldest);
    }
    return record;
  }

  /** A line of a console. Returns it as the pages get it. */
  line(whole: ConsoleRecord): ConsoleRecord {
    const line = { ...whole, line: shortened(whole.line, longest) };
    const lines = this._lines.get(line.node) ?? [];
    this._lines.set(line.node, lines);
    lines.push(line);
    if (lines.length > mostLines) lines.shift();
    return line;
  }

  private _takePublished(topic: string, payload: Uint8Array): PublishedMessage | undefined {
    const index = this._published.findIndex((each) => each.topic === topic && Buffer.compare(each.payload, payload) === 0);
    return index < 0 ? undefined : this._published.splice(index, 1)[0];
  }
}

/** The text, or its beginning; `bytes` then says how long it is. A character may be cut in its middle. */
function textOf(payload: Uint8Array): string | undefined {
  try {
    const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return payload.length > longest ? utf8.decode(payload.subarray(0, longest), { stream: true }) : utf8.decode(payload);
  } catch {
    return undefined;
  }
}

function sizeOf({ topic, text = "" }: MessageRecord): number {
  return topic.length + text.length;
}
