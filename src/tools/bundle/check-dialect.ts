/** Holds a bundle against the dialect's table, and names what it finds at its place in the TypeScript source. */
import { Linter } from "eslint";
import { SourceMap, type SourceMapPayload } from "node:module";
import { plugin, rules } from "../dialect/index.ts";

const config: Linter.Config = {
  plugins: { espruino: plugin },
  rules,
  languageOptions: { ecmaVersion: 2022, sourceType: "script" },
  linterOptions: { noInlineConfig: true },
};

const linter = new Linter();

/** Strings on the chip are bytes, and a console takes control characters for commands. */
const notPrintable = /[^\x20-\x7e\n]/;

/**
 * What Espruino would not run as written, each as `file:line:column: what to write instead`. Without a source map the
 * file is called `bundle`, and the place is the bundle's own.
 */
export function checkDialect(code: string, map?: SourceMapPayload): string[] {
  const sources = map && new SourceMap(map);
  const found = linter.verify(code, config).map(({ line, column, message }) => {
    const entry = sources?.findEntry(line - 1, column - 1);
    // What a tool put in has no source.
    if (!entry || !("originalSource" in entry) || !entry.originalSource) return `bundle:${line}:${column}: ${message}`;
    return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}: ${message}`;
  });
  const at = code.search(notPrintable);
  if (at >= 0) {
    const before = code.slice(0, at).split("\n");
    const character = code.charCodeAt(at).toString(16).padStart(4, "0");
    found.push(`bundle:${before.length}:${(before.at(-1) ?? "").length + 1}: the character \\u${character} is not printable ASCII.`);
  }
  return [...new Set(found)];
}
