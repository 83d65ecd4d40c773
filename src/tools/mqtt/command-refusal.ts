/** What a node says on its error topic (docs/messages.md). */

/** Why it refused what was sent to a topic; undefined if the error is about something else. */
export function refusalOf(topic: string, payload: Uint8Array): string | undefined {
  try {
    const { topic: about, error } = Object(JSON.parse(new TextDecoder().decode(payload))) as { topic?: unknown; error?: unknown };
    return about === topic && typeof error === "string" ? error : undefined;
  } catch {
    return undefined;
  }
}
