/** The rules for topic names and topic filters (MQTT 3.1.1, 4.7), checked before a broker has to. */

/** What is wrong with a topic to publish to, or undefined when it is fine. */
export function topicFault(topic: string): string | undefined {
  // [MQTT-3.3.2-2]
  const fault = /[+#]/.test(topic) ? "a message goes to one topic: + and # are for subscribing" : commonFault(topic);
  return fault && (shellHint(topic) ?? fault);
}

/** What is wrong with a filter to subscribe to, or undefined when it is fine. */
export function filterFault(filter: string): string | undefined {
  const fault = levelFault(filter) ?? commonFault(filter);
  return fault && (shellHint(filter) ?? fault);
}

/** What a shell has made of a topic or a filter, and how to prevent it; undefined when it looks as it was typed. */
export function shellHint(text: string): string | undefined {
  const [, quoted] = /^'(.*)'$/s.exec(text) ?? [];
  if (quoted !== undefined) return `the single quotes became part of it, as they do in cmd.exe: write "${quoted}"`;
  if (/^[A-Za-z]:[\\/]/.test(text)) return "Git Bash turned the leading slash into a Windows path: put MSYS_NO_PATHCONV=1 before the command";
  return undefined;
}

function levelFault(filter: string): string | undefined {
  const levels = filter.split("/");
  for (const [index, level] of levels.entries()) {
    // [MQTT-4.7.1-2]
    if (level === "#" && index !== levels.length - 1) return "# stands for all that follows: it must be the last level";
    // [MQTT-4.7.1-2], [MQTT-4.7.1-3]
    if (level.includes("#") && level !== "#") return "# must be a level of its own, as in a/#";
    if (level.includes("+") && level !== "+") return "+ must be a level of its own, as in a/+/c";
  }
  return undefined;
}

function commonFault(text: string): string | undefined {
  // [MQTT-4.7.3-1]
  if (text === "") return "it is empty";
  // [MQTT-4.7.3-2]
  if (text.includes("\0")) return "it holds the character U+0000";
  // [MQTT-1.5.3-1]
  if (/\p{Surrogate}/u.test(text)) return "it holds half a character (a lone surrogate)";
  // [MQTT-4.7.3-3]
  if (new TextEncoder().encode(text).length > 65_535) return "it is longer than 65535 bytes";
  return undefined;
}
