/** Topics, filters and names: which strings MQTT allows, and which topics a filter matches. */

/** Neither ill-formed UTF-8 [MQTT-1.5.3-1] nor U+0000 [MQTT-1.5.3-2]. */
export function isText(bytes: string): boolean {
  if (/^[ -~]*$/.test(bytes)) return true; // printable ASCII, as most are: one call instead of a loop
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes.charCodeAt(i++);
    const size = lead < 128 ? 0 : lead < 194 ? 9 : lead < 224 ? 1 : lead < 240 ? 2 : lead < 245 ? 3 : 9;
    if (!lead || size > 3) return false;
    // Overlong forms, surrogates and what lies above U+10FFFF differ in the second byte.
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

/** A name one can publish to: at least one character [MQTT-4.7.3-1], no wildcard [MQTT-3.3.2-2], at most 65535 bytes. */
export function isTopic(bytes: string): boolean {
  const size = bytes.length;
  return size > 0 && size < 65536 && bytes.indexOf("+") < 0 && bytes.indexOf("#") < 0 && isText(bytes);
}

/** `+` stands for a whole level [MQTT-4.7.1-3], `#` for the whole end [MQTT-4.7.1-2]. */
export function isFilter(bytes: string): boolean {
  const levels = bytes.split("/");
  return (
    bytes.length > 0 &&
    bytes.length < 65536 &&
    isText(bytes) &&
    levels.every(function (level, i) {
      return level === "+" || (level === "#" && i === levels.length - 1) || (level.indexOf("+") < 0 && level.indexOf("#") < 0);
    })
  );
}

/**
 * Whether a filter asks for a topic: `+` is one level, `#` any number of them, none included (`a/#` matches `a`); a
 * wildcard in front does not match a topic that starts with `$` [MQTT-4.7.2-1].
 */
export function matches(filter: string, topic: string): boolean {
  if (topic[0] === "$" && filter[0] !== "$") return false;
  const wanted = filter.split("/");
  const levels = topic.split("/");
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i] === "#") return true;
    if (i >= levels.length || (wanted[i] !== "+" && wanted[i] !== levels[i])) return false;
  }
  return wanted.length === levels.length;
}
