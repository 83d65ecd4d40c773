/**
 * Turns bytes from the network into one line that is safe to print. A terminal obeys escape sequences in what
 * it shows, and anyone on the broker may send some, so that nothing but printable text passes.
 */

/** Cc and Cf (controls, invisible formatting, direction marks), Zl and Zp (line ends), Cs (half a pair). */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Cf, but part of ordinary writing: they join letters and emoji, and do nothing else. */
const joiners = "\u200c\u200d";
const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** More than anybody reads. A message of MQTT may have 256 MB, which no text could hold once its controls are written out. */
const longest = 1_000_000;

/**
 * Text for a terminal: UTF-8 as it is, controls as `\xNN` or `\u{N}`; of other bytes, ASCII and `\xNN`.
 * @param most characters or bytes that are shown of it
 */
export function safeText(payload: Uint8Array | string, most = longest): string {
  const more = payload.length - most;
  if (more <= 0) return escaped(payload, false);
  // Cut before it is escaped. A character may be cut in its middle.
  const shown = typeof payload === "string" ? escaped(payload.slice(0, most), true) : escaped(payload.subarray(0, most), true);
  return `${shown}... (${more} ${typeof payload === "string" ? "characters" : "bytes"} more)`;
}

/** The same of a text of several lines, which stay apart. */
export function safeLines(text: string): string {
  return text
    .split("\n")
    .map((line) => safeText(line))
    .join("\n");
}

function escaped(payload: Uint8Array | string, isCut: boolean): string {
  if (typeof payload === "string") return escapeControls(payload);
  try {
    return escapeControls(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload, { stream: isCut }));
  } catch {
    return Array.from(payload, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : hex(byte))).join("");
  }
}

function escapeControls(text: string): string {
  return text.replace(unprintable, (character) => {
    if (joiners.includes(character)) return character;
    const code = character.codePointAt(0) ?? 0;
    return shortEscapes[character] ?? (code <= 0xff ? hex(code) : `\\u{${code.toString(16)}}`);
  });
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}
