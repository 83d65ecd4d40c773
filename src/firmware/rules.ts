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
    } else {
      const what = wanted(String(rule), value, usual, hasPin);
      if (what) complain(path + key + " must be " + what + ", got " + show(key, value) + "; using " + show(key, usual));
      else target[key] = value;
    }
  }
}

function show(key: string, value: unknown): string {
  return key === "password" ? "(not shown)" : JSON.stringify(value);
}

/** What the rule asks for, in words; "" when `value` is that. */
function wanted(rule: string, value: unknown, usual: unknown, hasPin: (pin: string, use: string) => boolean): string {
  const words = rule.split(" ");
  const kind = words.shift();
  const range = words.join("..");
  const least = Number(words[0]);
  const most = Number(words[1]);
  let inWords = range;
  let keeps = false;
  if (kind === "boolean") {
    inWords = "true or false";
    keeps = value === true || value === false;
  } else if (kind === "array") {
    inWords = "a list";
    keeps = Array.isArray(value);
  } else if (kind === "integer" || kind === "number") {
    keeps = typeof value === "number" && value >= least && value <= most && (kind === "number" || value % 1 === 0);
  } else if (kind === "list") {
    inWords = "a list of " + words.join(", ");
    keeps = Array.isArray(value) && value.every(function (item) {
      return item === String(item) && words.indexOf(item) >= 0;
    });
  } else if (kind === "one") {
    inWords = "one of " + words.join(", ");
    keeps = typeof value === "string" && words.indexOf(value) >= 0;
  } else if (kind === "pin") {
    inWords = "a pin such as D2" + (range === "output" ? " that can be an output" : "");
    keeps = typeof value === "string" && (value === usual || hasPin(value, range)); // "" only where there need not be one
  } else {
    inWords = "a text of " + range + " bytes";
    // A name is one level of a topic, so it holds no separator; wildcards are for subscribers [MQTT-4.7.1-1].
    if (kind === "name") inWords += " without wildcards and /";
    if (kind === "topic") inWords += " without wildcards and / at its end";
    const text = String(value);
    keeps = text === value && text.length >= least && text.length <= most;
    for (let i = 0; keeps && i < text.length; i++) {
      const char = text.charAt(i);
      keeps = char >= " " && char !== "\x7f" && (kind === "text" || (char !== "+" && char !== "#")) &&
        (char !== "/" || kind === "text" || (kind === "topic" && i < text.length - 1));
    }
  }
  return keeps ? "" : inWords;
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
