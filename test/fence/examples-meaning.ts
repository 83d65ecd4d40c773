/** Beside examples.ts: regular expressions, order, loops, classes, and what is missing from the library. */
import type { Example } from "./examples.ts";

const example = (rule: string, bad: string, good: string): Example => ({ rule, bad, good });

/** `good` has to match the text as the bad expression does in a conforming engine. */
const expression = (bad: string, text: string, good: string): Example =>
  example("regex", `print(${bad}.test(${text}) ? "right" : "wrong");`, `print(${good}.test(${text}) ? "right" : "wrong");`);

const missing = (bad: string, good: string): Example => example("missing-member", `print(${bad});`, `print(${good});`);

export const meaningExamples: readonly Example[] = [
  expression("/^(?:a|b)c$/", `"ac"`, "/^[ab]c$/"),
  expression("/a(?=b)/", `"ab"`, "/ab/"),
  expression("/^a(b|c)$/", `"ac"`, "/^a[bc]$/"),
  expression("/^x|y/", `"ay"`, "/y/"),
  expression("/^(ab)+$/", `"abab"`, "/^[ab]*$/"),
  expression("/^a{2}$/", `"aa"`, "/^aa$/"),
  expression("/^ab?c$/", `"ac"`, "/^a[bc]*$/"),
  expression("/\\bon\\b/", `"x on y"`, "/ on /"),
  expression("/(a)\\1/", `"aa"`, "/aa/"),
  expression("/^\\u0041$/", `"A"`, "/^\\x41$/"),
  expression("/^[\\u0041]$/", `"A"`, "/^[\\x41]$/"),
  expression("/[/]/", `"/"`, "/[\\/]/"),
  expression("/[{[]/", `"["`, "/[{\\[]/"),
  expression("/^b/m", `"a\\nb"`, "/b/"),
  expression("/a.b/s", `"a\\nb"`, "/a\\nb/"),
  example("regex", `print("aXbX".match(/^.*?X/)[0] === "aX" ? "right" : "wrong");`, `print("aXbX".match(/^[^X]*X/)[0] === "aX" ? "right" : "wrong");`),

  example("order", `print(f()); function f() { return "right"; }`, `function f() { return "right"; } print(f());`),
  example(
    "order",
    `function g() { return f(); function f() { return "right"; } } print(g());`,
    `function g() { function f() { return "right"; } return f(); } print(g());`,
  ),
  example(
    "order",
    `function g() { return f(); } print(g()); function f() { return "right"; }`,
    `function g() { return f(); } function f() { return "right"; } print(g());`,
  ),
  example(
    "order",
    `function g() { return f(); } function h() { return g(); } print(h()); function f() { return "right"; }`,
    `function g() { return f(); } function h() { return g(); } function f() { return "right"; } print(h());`,
  ),
  example(
    "order",
    `class A { constructor() { this.a = f(); } } print(new A().a); function f() { return "right"; }`,
    `class A { constructor() { this.a = f(); } } function f() { return "right"; } print(new A().a);`,
  ),
  example(
    "order",
    `const o = { a() { return f(); } }; print(o.a()); function f() { return "right"; }`,
    `const o = { a() { return f(); } }; function f() { return "right"; } print(o.a());`,
  ),
  example(
    "order",
    `[1].forEach(() => { print(f()); }); function f() { return "right"; }`,
    `setTimeout(() => { print(f()); }, 1); function f() { return "right"; }`,
  ),
  example(
    "order",
    `(function () { print(f()); })(); function f() { return "right"; }`,
    `const later = function () { print(f()); }; function f() { return "right"; } later();`,
  ),
  example(
    "order",
    `function f() { a = "wrong"; var a; } f(); print(typeof a === "undefined" ? "right" : a);`,
    `function f() { var a; a = "wrong"; } f(); print(typeof a === "undefined" ? "right" : a);`,
  ),
  example(
    "skipped-var",
    `function f(b) { if (b) { var a = 1; } a = 2; } f(false); print(typeof a === "undefined" ? "right" : "wrong");`,
    `function f(b) { var a; if (b) { a = 1; } a = 2; } f(false); print(typeof a === "undefined" ? "right" : "wrong");`,
  ),

  example(
    "loop-closure",
    `const l = []; for (let i = 0; i < 2; i++) l.push(() => i); print(l[0]() === 0 ? "right" : "wrong");`,
    `const l = []; function keep(i) { l.push(() => i); } for (let i = 0; i < 2; i++) keep(i); print(l[0]() === 0 ? "right" : "wrong");`,
  ),
  example(
    "loop-closure",
    `const l = []; for (const i of [0, 1]) l.push(() => i); print(l[0]() === 0 ? "right" : "wrong");`,
    `const l = []; [0, 1].forEach((i) => { l.push(() => i); }); print(l[0]() === 0 ? "right" : "wrong");`,
  ),
  example(
    "loop-closure",
    `const l = []; for (const k in { a: 0, b: 1 }) l.push(() => k); print(l[0]() === "a" ? "right" : "wrong");`,
    `let n = 0; for (const k of [1, 2]) { [3].forEach((x) => { n += k * x; }); } print(n === 9 ? "right" : "wrong");`,
  ),
  example(
    "arrow-arguments",
    `function f() { return (() => arguments[0])(); } print(f("right"));`,
    `function f() { const a = arguments; return (() => a[0])(); } print(f("right"));`,
  ),
  example(
    "class-own-name",
    `const A = class B { static f() { return B.a; } }; A.a = "right"; print(A.f());`,
    `class A {} function f() { return A.a; } A.a = "right"; print(f());`,
  ),
  example(
    "inherited-static",
    `class A { static f() { return "right"; } } class B extends A {} print(B.f());`,
    `class A { static f() { return "right"; } } class B extends A {} print(new B() && A.f());`,
  ),

  example("missing-global", `const m = new Map(); m.set("a", "right"); print(m.get("a"));`, `const m = {}; m.a = "right"; print(m.a);`),
  example("missing-global", `print(new Set(["a"]).has("a") ? "right" : "wrong");`, `print(["a"].includes("a") ? "right" : "wrong");`),
  example(
    "missing-global",
    `print(typeof Symbol("a") === "symbol" ? "right" : "wrong");`,
    `print(typeof Symbol === "undefined" || typeof Symbol ? "right" : "wrong");`,
  ),
  example("missing-global", `print(new RangeError("right").message);`, `print(new Error("right").message);`),
  example("missing-global", `print(encodeURI("right"));`, `print(encodeURIComponent("right"));`),
  missing(`Object.freeze({ a: "right" }).a`, `Object.assign({ a: "right" }).a`),
  missing(`Array.from(["right"])[0]`, `["right"].slice()[0]`),
  missing(`Array.of("right")[0]`, `["right"][0]`),
  missing(`Number.isFinite(1) ? "right" : "wrong"`, `isFinite(1) ? "right" : "wrong"`),
  missing(`Math.trunc(1.5) === 1 ? "right" : "wrong"`, `Math.floor(1.5) === 1 ? "right" : "wrong"`),
  missing(`Math.log2(8) === 3 ? "right" : "wrong"`, `Math.round(Math.log(8) / Math.LN2) === 3 ? "right" : "wrong"`),
  missing(`[["right"]].flat()[0]`, `[].concat(["right"])[0]`),
  missing(`"a".codePointAt(0) === 97 ? "right" : "wrong"`, `"a".charCodeAt(0) === 97 ? "right" : "wrong"`),
  missing(`[1, 2].reduceRight((a, b) => a - b) === 1 ? "right" : "wrong"`, `[1, 2].reverse().reduce((a, b) => a - b) === 1 ? "right" : "wrong"`),
  missing(`" right ".trimStart().trim()`, `" right ".trim()`),
  missing(`Date.UTC(1970, 0) === 0 ? "right" : "wrong"`, `Date.parse("1970-01-01T00:00:00Z") === 0 ? "right" : "wrong"`),
];
