/**
 * The fence around Espruino's dialect: one table of constructs that the interpreter lacks or gets wrong, each with what
 * to write instead. It guards the sources (`npm run lint`) and the bundle's own output (`npm run build`).
 */
import type { ESLint, Linter } from "eslint";
import { functionRows } from "./functions.ts";
import { libraryRows } from "./library.ts";
import { orderRows } from "./order.ts";
import { regexRows } from "./regex.ts";
import type { Row } from "./row.ts";
import { syntaxRows } from "./syntax.ts";

export const dialect: readonly Row[] = [...syntaxRows, ...regexRows, ...orderRows, ...functionRows, ...libraryRows];

/** The table as an ESLint plugin: `espruino/<name>`. */
export const plugin: ESLint.Plugin = {
  meta: { name: "espruino" },
  rules: Object.fromEntries(dialect.map(({ name, rule }) => [name, rule])),
};

/** All rows as errors. */
export const rules: Linter.RulesRecord = Object.fromEntries(dialect.map(({ name }) => [`espruino/${name}`, "error" as const]));
