/** Whether a topic filter matches a topic (MQTT 3.1.1, 4.7). */

/** Both must be valid: see topic-faults.ts. */
export function topicMatches(filter: string, topic: string): boolean {
  const wanted = filter.split("/");
  const levels = topic.split("/");
  // [MQTT-4.7.2-1]: what the broker says about itself is for those who ask for it.
  if (topic.startsWith("$") && (wanted[0] === "+" || wanted[0] === "#")) return false;
  for (const [index, level] of wanted.entries()) {
    // It also matches its parent: a/# matches a.
    if (level === "#") return levels.length >= index;
    if (index >= levels.length) return false;
    if (level !== "+" && level !== levels[index]) return false;
  }
  return wanted.length === levels.length;
}
