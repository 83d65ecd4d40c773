/** Which strings MQTT allows as topics and filters, and which topics a filter matches. */

/** Whether a string is an MQTT UTF-8 string: well-formed [MQTT-1.5.3-1] and without U+0000 [MQTT-1.5.3-2]. */
export function isMqttString(bytes: string): boolean {
  for (let i = 0; i < bytes.length;) {
    const lead = bytes.charCodeAt(i++);
    const size = lead < 128 ? 0 : lead < 194 ? 9 : lead < 224 ? 1 : lead < 240 ? 2 : lead < 245 ? 3 : 9;
    if (!lead || size > 3) return false;
    // The second byte rules out overlong forms, surrogates and code points above U+10FFFF.
    let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    for (let more = size; more; more--) {
      const next = bytes.charCodeAt(i++);
      if (!(next >= low && next <= high)) return false;
      low = 0x80;
      high = 0xbf;
    }
  }
  return true;
}

/** Whether one can publish to it: 1 [MQTT-4.7.3-1] to 65535 bytes of UTF-8, no wildcard [MQTT-3.3.2-2]. */
export function isTopic(bytes: string): boolean {
  if (bytes.length > 65535) return false;
  if (/^[ -"$-*,-~]+$/.test(bytes)) return true; // mostly printable ASCII: one call instead of a loop
  return bytes.length > 0 && bytes.indexOf("+") < 0 && bytes.indexOf("#") < 0 && isMqttString(bytes);
}

/** Whether it is a valid filter: `+` must be a whole level [MQTT-4.7.1-3], `#` the whole last one [MQTT-4.7.1-2]. */
export function isFilter(bytes: string): boolean {
  const levels = bytes.split("/");
  return (
    bytes.length > 0 &&
    bytes.length < 65536 &&
    isMqttString(bytes) &&
    levels.every(function (level, i) {
      return level === "+" || (level === "#" && i === levels.length - 1) || (level.indexOf("+") < 0 && level.indexOf("#") < 0);
    })
  );
}

/**
 * Whether a filter matches a topic: `+` is one level, `#` any number of levels, including none (`a/#` matches `a`). A
 * leading wildcard does not match a topic that starts with `$` [MQTT-4.7.2-1].
 */
export function matches(filter: string, topic: string): boolean {
  if (topic[0] === "$" && filter[0] !== "$") return false;
  const pattern = filter.split("/");
  const levels = topic.split("/");
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === "#") return true;
    if (i >= levels.length || (pattern[i] !== "+" && pattern[i] !== levels[i])) return false;
  }
  return pattern.length === levels.length;
}
