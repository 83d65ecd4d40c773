/**
 * For each rule of the dialect a program that breaks it and one that does the same within it. Every program prints
 * "right" on a conforming engine; on the interpreter the first does not, the second does.
 */
export interface Example {
  readonly rule: string;
  readonly bad: string;
  readonly good: string;
  /** The interpreter runs the bad program too: the rule is there for another reason, which is given. */
  readonly although?: string;
}

/** A rule with programs that print "right" where `good` and `bad` are its two ways to say the same. */
const example = (rule: string, bad: string, good: string, although?: string): Example =>
  although === undefined ? { rule, bad, good } : { rule, bad, good, although };

/** A method of each built-in class. */
const members: Readonly<Record<string, string>> = {
  Array: "slice",
  String: "trim",
  Function: "call",
  Date: "getTime",
  Number: "toFixed",
  RegExp: "test",
  Promise: "then",
};

export const syntaxExamples: readonly Example[] = [
  example("destructuring", `const { a } = { a: "right" }; print(a);`, `const o = { a: "right" }; const a = o.a; print(a);`),
  example("destructuring", `const [a] = ["right"]; print(a);`, `const a = ["right"][0]; print(a);`),
  example("destructuring", `function f({ a }) { print(a); } f({ a: "right" });`, `function f(o) { print(o.a); } f({ a: "right" });`),
  example(
    "destructuring",
    `let a = "wrong"; let b = "right"; [a, b] = [b, a]; print(a);`,
    `let a = "wrong"; let b = "right"; const c = a; a = b; b = c; print(a);`,
  ),
  example("default-parameter", `function f(a = "right") { print(a); } f();`, `function f(a) { print(a === undefined ? "right" : a); } f();`),
  example("rest-parameter", `function f(...a) { print(a[0]); } f("right");`, `function f() { print(arguments[0]); } f("right");`),
  example("spread", `function f(a) { print(a); } f(...["right"]);`, `function f(a) { print(a); } f.apply(null, ["right"]);`),
  example("spread", `print([...["right"]][0]);`, `print(["right"].slice()[0]);`),
  example("spread", `print({ ...{ a: "right" } }.a);`, `print(Object.assign({}, { a: "right" }).a);`),
  example(
    "optional-chaining",
    `const o = undefined; print(o?.a === undefined ? "right" : "wrong");`,
    `const o = undefined; print((o ? o.a : undefined) === undefined ? "right" : "wrong");`,
  ),
  example("exponent", `print(2 ** 3 === 8 ? "right" : "wrong");`, `print(Math.pow(2, 3) === 8 ? "right" : "wrong");`),
  example("logical-assignment", `let a; a ??= "right"; print(a);`, `let a; if (a === undefined) a = "right"; print(a);`),
  example("logical-assignment", `let a = ""; a ||= "right"; print(a);`, `let a = ""; a = a || "right"; print(a);`),
  example("generator", `function* f() { yield "right"; } for (const a of f()) print(a);`, `function f(each) { each("right"); } f(print);`),
  example("async", `async function f() { return "right"; } f().then(print);`, `function f() { return Promise.resolve("right"); } f().then(print);`),
  example("async", `const f = async () => "right"; f().then(print);`, `const f = () => Promise.resolve("right"); f().then(print);`),
  example(
    "label",
    `let n = 0; out: for (const a of [1, 2]) { for (const b of [1, 2]) { n += a + b; break out; } } print(n === 2 ? "right" : "wrong");`,
    `function f() { for (const a of [1, 2]) { for (const b of [1, 2]) return a + b; } } print(f() === 2 ? "right" : "wrong");`,
  ),
  example("computed-key", `const k = "a"; print({ [k]: "right" }.a);`, `const k = "a"; const o = {}; o[k] = "right"; print(o.a);`),
  example("computed-key", `class A { ["a"]() { return "right"; } } print(new A().a());`, `class A { a() { return "right"; } } print(new A().a());`),
  example("quoted-method", `class A { "a"() { return "right"; } } print(new A().a());`, `print({ "a"() { return "right"; } }.a());`),
  ...["static", "of", "delete", "let", "if", "prototype", "undefined"].map((name) =>
    example("reserved-method", `class A { ${name}() { return "right"; } } print(new A().${name}());`, `print({ ${name}() { return "right"; } }.${name}());`),
  ),
  ...["get", "set", "async", "from", "length", "name"].map((name) =>
    example(
      "reserved-method",
      `class A { static of() { return "right"; } } print(A.of());`,
      `class A { static ${name}() { return "right"; } } print(A.${name}());`,
    ),
  ),
  example("of-as-name", `function f() { const of = "right"; print(of); } f();`, `function f() { const from = "right"; print(from); } f();`),
  example(
    "class-field",
    `class A { constructor() { this.l.push(1); } l = []; } new A(); print(new A().l.length === 1 ? "right" : "wrong");`,
    `class A { constructor() { this.l = []; this.l.push(1); } } new A(); print(new A().l.length === 1 ? "right" : "wrong");`,
  ),
  example(
    "private-name",
    `class A { #a = "right"; a() { return this.#a; } } print(new A().a());`,
    `class A { constructor() { this._a = "right"; } a() { return this._a; } } print(new A().a());`,
  ),
  example("static-block", `class A { static { A.a = "right"; } } print(A.a);`, `class A {} A.a = "right"; print(A.a);`),
  example(
    "new-target",
    `function F() { this.a = new.target ? "right" : "wrong"; } print(new F().a);`,
    `function F() { this.a = this instanceof F ? "right" : "wrong"; } print(new F().a);`,
  ),
  example(
    "super-method",
    `class A { f() { return "right"; } } class B extends A { f() { return super.f(); } } class C extends B {} print(new C().f());`,
    `class A { f() { return "right"; } } class B extends A { f() { return A.prototype.f.call(this); } } class C extends B {} print(new C().f());`,
  ),
  example(
    "extends-error",
    `class E extends Error { constructor(m) { super(m); this.code = 1; } } print(new E("right").message);`,
    `const e = new Error("right"); e.code = 1; print(e.message);`,
  ),
  example(
    "error-instanceof",
    `try { JSON.parse("{"); } catch (e) { print(e instanceof Error ? "right" : "wrong"); }`,
    `try { JSON.parse("{"); } catch (e) { print(e.message ? "right" : "wrong"); }`,
  ),
  example(
    "array-length",
    `const a = [1]; a.length = 0; print(a.length === 0 ? "right" : "wrong");`,
    `const a = [1]; a.splice(0, a.length); print(a.length === 0 ? "right" : "wrong");`,
  ),
  ...["Array", "String", "Function", "Date", "Number", "RegExp", "Promise"].map((name) =>
    example(
      "prototype-path",
      `print(typeof ${name}.prototype.${members[name] ?? ""} === "function" ? "right" : "wrong");`,
      `print([].slice.call(["right"])[0]);`,
    ),
  ),
  example(
    "case-after-default",
    `switch (1) { default: print("wrong"); break; case 1: print("right"); }`,
    `switch (1) { case 1: print("right"); break; default: print("wrong"); }`,
  ),
  example("tagged-template", "function t(s) { return s[0]; } print(t`right`);", `function t(s) { return s; } print(t("right"));`),
  example("template-escape", "const a = 1; print(`\\${a}` === '$' + '{a}' ? 'right' : 'wrong');", "print(`$` + '{a}' === '${a}' ? 'right' : 'wrong');"),
  example("template-brace", "print(`a${'}'}` === 'a}' ? 'right' : 'wrong');", "const b = '}'; print(`a${b}` === 'a}' ? 'right' : 'wrong');"),
  example(
    "byte-string",
    `print("\\u20ac".charCodeAt(0) === 0x20ac ? "right" : "wrong");`,
    `print("\\xe2\\x82\\xac".charCodeAt(0) === 0xe2 ? "right" : "wrong");`,
  ),
  example("byte-string", `print("é".length === 1 ? "right" : "wrong");`, `print("\\xc3\\xa9".length === 2 ? "right" : "wrong");`),
  example("unicode-brace", `print("\\u{41}" === "A" ? "right" : "wrong");`, `print("\\u0041" === "A" ? "right" : "wrong");`),
  example("line-continuation", `print("ri\\\nght");`, `print("ri" +\n"ght");`),
  example(
    "json-reviver",
    `print(JSON.parse("[1]", (k, v) => (v === 1 ? "right" : v))[0]);`,
    `print(JSON.parse("[1]").map((v) => (v === 1 ? "right" : v))[0]);`,
  ),
  example(
    "json-replacer",
    `print(JSON.stringify({ a: 1, b: 2 }, ["a"]) === '{"a":1}' ? "right" : "wrong");`,
    `print(JSON.stringify({ a: 1 }) === '{"a":1}' ? "right" : "wrong");`,
  ),
  example(
    "split-limit",
    `print("a,b,c".split(",", 2).length === 2 ? "right" : "wrong");`,
    `print("a,b,c".split(",").slice(0, 2).length === 2 ? "right" : "wrong");`,
  ),
  example("timer-undefined", `clearTimeout(undefined); print("right");`, `const t = setTimeout(() => {}, 1); clearTimeout(t); print("right");`),
  example(
    "interval",
    `const t = setInterval(() => { clearInterval(t); print("right"); }, 1);`,
    `setTimeout(() => { print("right"); }, 1);`,
    "it catches up one call per missed period when the clock is set",
  ),
];
