/** Each word and operator works as a token, a byte, as it does as text; and what the console shows of such a program is text. */
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test } from "vitest";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { tokens } from "../../board/shared/tokens.ts";
import { pretokenise } from "../../src/tools/bundle/pretokenise.ts";
import { boards, nextLine } from "../support/boards.ts";

/** All words and operators that a program on the chip can have; `debugger` stops the interpreter. */
const everyToken = `
var out = [], x = -9, undef;
out.push(x == -9, x === "-9", x != -9, x !== -9, x <= 3, x >= 3, x << 2, x >> 1, x >>> 28);
x <<= 1; out.push(x); x >>= 1; out.push(x); x >>>= 4; out.push(x);
x = 7; x += 5; out.push(x); x -= 2; out.push(x); x *= 3; out.push(x); x /= 5; out.push(x); x %= 4; out.push(x);
x |= 12; out.push(x); x &= 6; out.push(x); x ^= 3; out.push(x, x++, x--, ++x, --x);
out.push(x && 0, x || 0, undef ?? "none", (a => a + 1)(2), - -x, + +x, x - -x, x - --x, x + ++x);
function f(n) { if (n > 2) return "more"; else return this === undefined ? "none" : "less"; }
out.push(f(3), f(1).length, null === undefined, true !== false, void 0, typeof f, typeof null, typeof void 0);
const list = [5, 6]; let sum = 0;
for (const one of list) sum += one;
for (var index in list) sum += +index;
do { sum++; if (sum > 15) break; } while (sum < 20);
for (let i = 0; i < 4; i++) { if (i === 1) continue; sum += i; }
out.push(sum, 1 in list, "a" in { a: 1 }, new Date(0) instanceof Date);
try { throw "thrown"; } catch (e) { out.push(e); } finally { out.push("at last"); }
switch (x) { case 1: out.push("one"); break; default: out.push("other"); }
var o = { delete: 1, in: 2, undefined: 3 };
delete o.delete;
out.push(Object.keys(o).join(), o.in, o.undefined, Object.keys(o).length ? /i[fn]/.test("in") : 0, 12 / 2 / 3);
class Base { constructor(n) { this.n = n; } static made() { return "made"; } twice() { return 2 * this.n; } }
class Derived extends Base { constructor() { super(4); } }
out.push(new Derived().twice(), Base.made());
`;

describe.each(boards())("on the %s", (_name, make) => {
  let board: ProgrammableBoard;
  afterEach(() => board.discard());

  test("every word and operator does what it does as text", async () => {
    const bytes = pretokenise(everyToken);
    const used = new Set(bytes.match(/[\x80-\xff]/g));
    expect([...tokens].filter(([, byte]) => !used.has(byte)).map(([text]) => text)).toEqual(["debugger"]);
    const result: unknown = runInNewContext(`${everyToken};JSON.stringify(out)`);
    board = make();
    board.put("program", bytes);
    await board.powerOn();
    expect(await board.eval('(eval(require("Storage").read("program")),JSON.stringify(out))')).toBe(result);
  });

  test("a function in tokens is printed as text", async () => {
    board = make();
    board.put(".bootcde", pretokenise("function f(a){if(a===1||typeof a!=='number')return a- -1;else return a in[1]}"));
    await board.powerOn();
    expect(await board.eval('f.toString().replace(/^[^{]*/,"")')).toBe("{if(a===1||typeof a!=='number')return a- -1;else return a in[1]}");
  });

  test("an error in tokens is reported in text", async () => {
    board = make();
    board.put(".bootcde", pretokenise("var a=1;if(a!==2&&typeof a==='number')throw new Error('all wrong')"));
    const lines: string[] = [];
    board.onLine((line) => lines.push(line));
    const caret = nextLine(board, /^ *\^$/);
    await board.powerOn();
    await caret;
    expect(lines).toContain("Uncaught Error: all wrong");
    expect(lines.join("\n")).toMatch(/\.bootcde:1:\d+/);
    expect(lines.join("\n")).toMatch(/^[ -~\n]*$/);
  });
});
