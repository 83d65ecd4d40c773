/**
 * Checking what people write: ding.json and commands. A table tells all that may stand in an object: `{"port 1 65535": 1883}`
 * is a key, its rule, and its default, whose type the value must have. The rule is
 * - for a number: least, most; it must be whole, unless there is a third word
 * - for a text: least, most (bytes), and what it must not match
 * - for a list, and for a text that is one of a few: the words
 * - nothing: the type is all; an object has a table of its own.
 */
import { quote } from "./text.ts";

export interface Plain {
  [key: string]: unknown;
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? "list" : value === null ? "" : typeof value;
}

export function isPlain(value: unknown): value is Plain {
  return typeOf(value) === "object";
}

/** What a table says without anybody's word. */
export function defaults(table: Plain): Plain {
  const target: Plain = {};
  for (const row in table) {
    const usual = table[row];
    target[row.replace(/ .*/, "")] = isPlain(usual) ? defaults(usual) : usual;
  }
  return target;
}

/**
 * Copies from `over` to `target` what keeps the rules of `table`. `complain` is told of each value that does not and of
 * each key that is unknown or there twice: what is wrong, and what there is instead. `path` ("mqtt." or "") names where we are.
 */
export function merge(
  target: Plain,
  table: Plain,
  over: Plain,
  path: string,
  complain: (fault: string, instead: string) => void,
): void {
  const rows = Object.keys(table);
  const keys = Object.keys(defaults(table));
  for (const key in over) {
    // Not `table[key]`: every object has an `on` on the chip.
    const at = keys.indexOf(key);
    const row = rows[at];
    const value = over[key];
    rows[at] = ""; // a key that is there twice, which the interpreter's JSON.parse takes, has no row then, as an unknown one
    if (!row) complain("bad key " + path + key + "; did you mean " + path + nearest(key, keys) + "?", "");
    else {
      const usual = table[row];
      const rule = wanted(row.split(" "), value, usual);
      const show = key !== "password" ? JSON.stringify : function () {
        return "(not shown)";
      };
      if (rule) {
        // What stands in an object's place is not shown: it may hold a password.
        const instead = isPlain(usual) ? "; using the defaults" : ", got " + show(value) + "; using " + show(target[key]);
        complain(path + key + " must be " + rule, instead);
      } else if (isPlain(usual)) merge((target[key] = defaults(usual)), usual, value as Plain, path + key + ".", complain);
      // What MQTT and JSON want in UTF-8 comes out so, whatever bytes an editor left in it. To `ssid` and `password` any
      // bytes are bytes.
      else target[key] = typeof value !== "string" || /ss/.test(key) ? value : JSON.parse(quote(value));
    }
  }
}

/** What the rule of a row asks for; "" when `value` is that. */
function wanted(row: string[], value: unknown, usual: unknown): string {
  const type = typeOf(usual);
  const least = +row[1]!;
  const most = +row[2]!;
  const more = row[3];
  const words: unknown[] = row.slice(1);
  const chars = String(value);
  let what = type;
  let size = value as number;
  let keeps: unknown = true;
  if (least >= 0) {
    what = least + ".." + most;
    if (type === "string") {
      what += " bytes" + (more ? " without " + more : "");
      size = chars.length;
      keeps = !(/[^ -~\x80-\xff]/.test(chars) || (more && RegExp(more).test(chars)));
    } else keeps = more || size % 1 === 0;
    keeps = keeps && size >= least && size <= most;
  } else if (words[0]) {
    what = (type === "list" ? type : "one") + " of " + words.join();
    keeps = ([] as unknown[]).concat(value).every(function (item) {
      return words.indexOf(item) >= 0;
    });
  }
  return keeps && typeOf(value) === type ? "" : what;
}

/** The key that has most letters of a mistyped one. */
function nearest(mistyped: string, keys: string[]): string {
  let best = "";
  let most = -1;
  keys.forEach(function (key) {
    let shared = 0;
    mistyped.split("").forEach(function (letter) {
      if (key.indexOf(letter) >= 0) shared++;
    });
    if (shared > most) {
      most = shared;
      best = key;
    }
  });
  return best;
}
