/**
 * Checking a configuration against rules. A rule is a short text: "integer 1 65535", "number 0 1", "boolean",
 * "text 0 32" (bytes), "name 0 32", "topic 1 64", "pin output", "list press release", "one analog digital", "array".
 */

export interface Plain {
  [key: string]: unknown;
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Copies from `over` to `target` what keeps the `rules`; `complain` gets a line for each value that does not, and for
 * each unknown key. `path` ("mqtt." or "") names where we are.
 */
export function merge(
  target: Plain,
  over: Plain,
  rules: Plain,
  path: string,
  hasPin: (pin: string, use: string) => boolean,
  complain: (line: string) => void,
): void {
  const known = Object.keys(rules);
  for (const key in over) {
    const rule = rules[key];
    const value = over[key];
    const usual = target[key];
    // Not `rule === undefined`: every object has an `on` on the chip.
    if (known.indexOf(key) < 0) {
      if (key !== "$schema") complain("unknown key " + path + key + nearest(key, known, path));
    } else if (isPlain(rule)) {
      if (isPlain(value)) merge(usual as Plain, value, rule, path + key + ".", hasPin, complain);
      else complain(path + key + " must be an object {...}; using the defaults"); // not shown: it may hold a password
    } else if (keeps(String(rule), value, usual, hasPin)) {
      target[key] = value;
    } else {
      complain(
        path + key + " must be " + describe(String(rule)) + ", got " + show(key, value) + "; using " + show(key, usual),
      );
    }
  }
}

function show(key: string, value: unknown): string {
  return key === "password" ? "(not shown)" : JSON.stringify(value);
}

function keeps(
  rule: string,
  value: unknown,
  usual: unknown,
  hasPin: (pin: string, use: string) => boolean,
): boolean {
  const words = rule.split(" ");
  const kind = words[0];
  const least = Number(words[1]);
  const most = Number(words[2]);
  if (kind === "boolean") return typeof value === "boolean";
  if (kind === "array") return Array.isArray(value);
  if (kind === "integer" || kind === "number") {
    if (typeof value !== "number" || (kind === "integer" && value % 1 !== 0)) return false;
    return value >= least && value <= most;
  }
  if (kind === "list") {
    if (!Array.isArray(value)) return false;
    return value.every(function (item) {
      return words.indexOf(String(item)) > 0;
    });
  }
  if (typeof value !== "string") return false;
  if (kind === "one") return words.indexOf(value) > 0;
  if (kind === "pin") return value === usual || hasPin(value, String(words[1])); // "" only where there need not be one
  if (value.length < least || value.length > most) return false;
  for (let i = 0; i < value.length; i++) {
    const char = value.charAt(i);
    // A name is one level of a topic, so it holds no separator; wildcards are for subscribers [MQTT-4.7.1-1].
    if (char < " " || char === "\x7f") return false;
    if (kind !== "text" && (char === "+" || char === "#" || (char === "/" && kind === "name"))) return false;
  }
  return kind !== "topic" || value.charAt(value.length - 1) !== "/";
}

/** What a rule asks for, in words. */
export function describe(rule: string): string {
  const words = rule.split(" ");
  const kind = words.shift();
  const range = words.join("..");
  if (kind === "integer" || kind === "number") return range;
  if (kind === "boolean") return "true or false";
  if (kind === "array") return "a list";
  if (kind === "list" || kind === "one") return (kind === "one" ? "one of " : "a list of ") + words.join(", ");
  if (kind === "pin") return "a pin such as D2" + (range === "output" ? " that can be an output" : "");
  return "a text of " + range + " bytes" + (kind === "text" ? "" : " without wildcards" + (kind === "name" ? " and /" : " and / at its end"));
}

/** "; did you mean mqtt.port?" when a known key is close to `key`, else the known keys. */
function nearest(key: string, known: string[], path: string): string {
  let best = "";
  let least = 4; // further off is no typing slip
  known.forEach(function (name) {
    const steps = distance(key, name);
    if (steps < least) {
      least = steps;
      best = name;
    }
  });
  return best ? "; did you mean " + path + best + "?" : "; known here: " + known.join(", ");
}

/** Levenshtein's edit distance. */
function distance(a: string, b: string): number {
  let row: number[] = [];
  for (let j = 0; j <= b.length; j++) row.push(j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = Number(row[j - 1]) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
      next.push(Math.min(change, Number(row[j]) + 1, Number(next[j - 1]) + 1));
    }
    row = next;
  }
  return Number(row[b.length]);
}
