/** Messages of a scenario in a form in which two runs of it can be compared, one on virtual time and one on the page's boards. */
import { isObject } from "../../firmware/validate.ts";

export interface SeenMessage {
  topic: string;
  text: string;
}

/**
 * What the nodes said and were told: presses, states, statuses, errors and commands, in order for each node and topic. Times
 * are left out, and `boot` and `seq` count from 1. Readings and health are left out: when they are due depends on when the
 * board was turned on.
 * @param base the first part of the topics
 */
export function comparableMessages(messages: readonly SeenMessage[], base: string): string[] {
  const firstBoots = new Map<string, number>();
  const seqs = new Map<string, number>();
  const lines = messages.flatMap(({ topic, text }) => {
    if (topic.startsWith(`${base}/health/`)) return [];
    const payload = parsed(text);
    if (payload === undefined) return [`${topic} ${text}`];
    if (payload["type"] === "reading") return [];
    const kept = Object.fromEntries(Object.entries(payload).filter(([key]) => !["up", "time", "held"].includes(key)));
    const { node, boot } = payload;
    if (typeof node === "string" && typeof boot === "number") {
      const first = firstBoots.get(node) ?? boot;
      firstBoots.set(node, first);
      kept["boot"] = boot - first + 1;
      if (payload["seq"] !== undefined) {
        const seq = (seqs.get(`${node} ${boot}`) ?? 0) + 1;
        seqs.set(`${node} ${boot}`, seq);
        kept["seq"] = seq;
      }
    }
    return [`${topic} ${JSON.stringify(kept)}`];
  });
  // Which of two nodes or topics comes first is chance. Sorting by topic and node keeps the order within each.
  const group = (line: string): string => `${line.split(" ")[0] ?? ""} ${/"node":("[^"]*")/.exec(line)?.[1] ?? ""}`;
  return lines.sort((a, b) => (group(a) < group(b) ? -1 : group(a) > group(b) ? 1 : 0));
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
