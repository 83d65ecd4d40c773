/** What one row of the dialect's table is: a construct that Espruino lacks or gets wrong, and how it is found. */
import type { Rule } from "eslint";

export interface Row {
  /** The rule's name: `espruino/<name>` in ESLint. */
  readonly name: string;
  /** What is wrong with it and what to write instead: the message that a user sees, or its beginning where the rule finds several things. */
  readonly instead: string;
  readonly rule: Rule.RuleModule;
}

/** A construct that an esquery selector finds. */
export function syntax(name: string, selector: string, instead: string): Row {
  return row(name, instead, (context) => ({
    [selector](node: Rule.Node) {
      context.report({ node, message: instead });
    },
  }));
}

/** A construct that needs code to be found: scopes, references, the inside of a regular expression. */
export function row(name: string, instead: string, create: Rule.RuleModule["create"]): Row {
  return { name, instead, rule: { meta: { type: "problem", schema: [] }, create } };
}
