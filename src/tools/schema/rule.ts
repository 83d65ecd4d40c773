/** A rule of the firmware's check (src/firmware/rules.ts), such as "integer 1 65535": in words, and as JSON Schema. */

export type Schema = Readonly<Record<string, unknown>>;

/** Pins of an ESP32, as a pattern: D6 to D11 serve its flash chip, D34 to D39 are inputs only, D32 and up have an ADC. */
const pins: Readonly<Record<string, string>> = {
  output: "D([0-5]|1[2-9]|2[0-9]|3[0-3])",
  input: "D([0-5]|1[2-9]|2[0-9]|3[0-9])",
  analog: "D3[2-9]",
};

const control = "\\u0000-\\u001f\\u007f";

/** `pin` for a use; with `optional` an empty text, too. */
export function pinSchema(use: string, optional = false): Schema {
  const pattern = pins[use] ?? pins["input"] ?? "";
  return { type: "string", pattern: optional ? `^(${pattern})?$` : `^${pattern}$` };
}

/** `usual` is the default, for a pin need only be there where the default is one. */
export function ruleSchema(rule: string, usual: unknown): Schema {
  const [kind = "", ...words] = rule.split(" ");
  const [least, most] = words.map(Number);
  // The firmware counts bytes; a schema can only count characters, of which there are no more.
  const text = { type: "string", ...(least ? { minLength: least } : {}), maxLength: most };
  switch (kind) {
    case "boolean":
      return { type: "boolean" };
    case "array":
      return { type: "array" };
    case "integer":
    case "number":
      return { type: kind, minimum: least, maximum: most };
    case "list":
      return { type: "array", items: { enum: words } };
    case "one":
      return { enum: words };
    case "pin":
      return words[0] === undefined ? { type: "string" } : pinSchema(words[0], usual === ""); // a sensor's: its kind says more
    case "text":
      return { ...text, pattern: `^[^${control}]*$` };
    case "host":
      return { ...text, pattern: `^[^${control}:]*$` };
    case "name":
      return { ...text, pattern: `^[^${control}+#/]*$` };
    case "topic":
      return { ...text, pattern: `^[^${control}+#]*[^${control}+#/]$` };
    default:
      throw new Error(`no such rule: ${rule}`);
  }
}

/** What a value must be, for people. */
export function ruleWords(rule: string): string {
  const [kind = "", ...words] = rule.split(" ");
  const [least = "", most = ""] = words;
  switch (kind) {
    case "boolean":
      return "`true` or `false`";
    case "array":
      return "a list";
    case "integer":
    case "number":
      return `${least} to ${most}`;
    case "list":
      return `a list of ${words.map((word) => `\`${word}\``).join(", ")}`;
    case "one":
      return words.map((word) => `\`${word}\``).join(", ");
    case "pin":
      return words[0] === "output" ? "a pin that can be an output" : "a pin";
    case "text":
      return `${least} to ${most} bytes`;
    case "host":
      return `${least} to ${most} bytes without \`:\``;
    case "name":
      return `${least} to ${most} bytes without \`+\`, \`#\` and \`/\``;
    case "topic":
      return `${least} to ${most} bytes without \`+\` and \`#\`, no \`/\` at its end`;
    default:
      throw new Error(`no such rule: ${rule}`);
  }
}
