/** Checks what nodes with `mqtt.sign` send: presses, readings and health must carry a valid signature (docs/signing.md). */
import { authenticationCode } from "./sign-command.ts";

/** What every message that is signed says of its sender. */
interface Sender {
  node: string;
  boot?: unknown;
  /** Health has none. */
  seq?: unknown;
}

/** Whether a message carries the code of this topic and key. Anything before the code may be signed. */
export function isSigned(topic: string, payload: string, key: string): boolean {
  const [, signed, code] = /^(.+),"mac":"([^"]*)"\}$/s.exec(payload) ?? [];
  return signed !== undefined && code === authenticationCode(`${topic}\n${signed}`, key);
}

/** Where all that names a node must be signed, also what lacks the fields of a node's message. */
const signedTopics = /\/(sensor|health)\//;

export class SignatureCheck {
  private readonly _without = new Map<string, number>();

  /** @param _key 16 to 64 bytes, the nodes' `mqtt.key` */
  constructor(private readonly _key: string) {}

  /**
   * Takes a message.
   * @returns a line for people if its signature is missing or wrong; undefined for one that is right, and for what nodes do not sign
   */
  take(topic: string, payload: Uint8Array): string | undefined {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(payload);
    const sender = senderIn(text, topic);
    if (!sender || isSigned(topic, text, this._key)) return undefined;
    const { node, boot, seq } = sender;
    this._without.set(node, (this._without.get(node) ?? 0) + 1);
    const what = text.includes(',"mac":') ? "wrong signature" : "no signature";
    return `${what}: ${node} boot ${Number.isSafeInteger(boot) ? String(boot) : "?"}${typeof seq === "number" ? ` seq ${seq}` : ""}, on ${topic}`;
  }

  /** A line for each node in whose name something came without a valid signature. */
  totals(): string[] {
    return [...this._without].map(([node, count]) => `${node}: ${count} message${count === 1 ? "" : "s"} without a valid signature`);
  }
}

function senderIn(text: string, topic: string): Sender | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isSender(value) && (Number.isSafeInteger(value.boot) || signedTopics.test(topic)) ? value : undefined;
}

function isSender(value: unknown): value is Sender {
  return typeof value === "object" && value !== null && "node" in value && typeof value.node === "string";
}
