/** What a node says on its error topic (docs/messages.md). */
import { jsonOf } from "./json-payload.ts";

/** Why it refused what was sent to a topic; undefined if the error is about something else. */
export function refusalOf(topic: string, payload: Uint8Array): string | undefined {
  const { topic: about, error } = Object(jsonOf(payload)) as { topic?: unknown; error?: unknown };
  return about === topic && typeof error === "string" ? error : undefined;
}
