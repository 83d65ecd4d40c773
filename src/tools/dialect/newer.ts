/**
 * Everything newer than ES5 is refused in the chip's sources by eslint-plugin-es-x, except what is named here: what the
 * interpreter was seen to run, what disappears in the build, and what the table says better (with what to write instead).
 */

const works = [
  "arrow-functions", "binary-numeric-literals", "octal-numeric-literals", "block-scoped-functions", "block-scoped-variables",
  "classes", "for-of-loops", "property-shorthands", "template-literals", "trailing-function-commas", "numeric-separators",
  "nullish-coalescing-operators", "optional-catch-binding", "global-this", "malformed-template-literals", "promise", "typed-arrays",
  "array-prototype-fill", "array-prototype-find", "array-prototype-findindex", "array-prototype-includes",
  "object-assign", "object-entries", "object-values", "object-fromentries", "object-getownpropertydescriptors", "object-setprototypeof",
  "string-prototype-endswith", "string-prototype-includes", "string-prototype-padstart-padend", "string-prototype-repeat",
  "string-prototype-replaceall", "string-prototype-startswith", "math-sign", "json-superset",
];

const builtAway = ["modules"];

const inTheTable = [
  "array-from", "array-of", "array-prototype-copywithin", "array-prototype-findlast-findlastindex", "array-prototype-flat",
  "array-prototype-toreversed", "array-prototype-tosorted", "array-prototype-tospliced", "async-functions", "async-iteration",
  "atomics", "bigint", "class-instance-fields", "class-private-fields", "class-private-methods", "class-static-block",
  "class-static-fields", "computed-properties", "default-parameters", "destructuring", "exponential-operators", "generators",
  "import-meta", "logical-assignment-operators", "map", "math-acosh", "math-asinh", "math-atanh", "math-cbrt", "math-clz32",
  "math-cosh", "math-expm1", "math-fround", "math-hypot", "math-imul", "math-log10", "math-log1p", "math-log2", "math-sinh",
  "math-tanh", "math-trunc", "new-target", "number-epsilon", "number-isfinite", "number-isinteger", "number-isnan",
  "number-issafeinteger", "number-maxsafeinteger", "number-minsafeinteger", "number-parsefloat", "number-parseint",
  "object-getownpropertysymbols", "object-hasown", "object-is", "object-super-properties", "optional-chaining", "promise-all-settled",
  "promise-any", "promise-withresolvers", "proxy", "reflect", "regexp-lookbehind-assertions", "regexp-named-capture-groups",
  "regexp-s-flag", "regexp-u-flag", "regexp-y-flag", "rest-parameters", "rest-spread-properties", "set", "shared-array-buffer",
  "spread-elements", "string-fromcodepoint", "string-prototype-codepointat", "string-prototype-matchall",
  "string-prototype-normalize", "string-prototype-trimstart-trimend", "string-raw", "subclassing-builtins", "symbol",
  "unicode-codepoint-escapes", "weak-map", "weak-set", "weakrefs",
];

/** Names of es-x rules that do not apply to the chip's sources. */
export const exempt: readonly string[] = [...works, ...builtAway, ...inTheTable].map((feature) => `es-x/no-${feature}`);
