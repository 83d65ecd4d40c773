/** A program in Espruino's tokens: what becomes a byte, what stays, and that the text can be had back. */
import { parse, type Token } from "acorn";
import fc from "fast-check";
import { minify } from "terser";
import { describe, expect, it } from "vitest";
import { detokenise, tokens } from "../../../board/shared/tokens.ts";
import { pretokenise } from "../../../src/tools/bundle/pretokenise.ts";

/** A program with the byte of each word in angle brackets. */
function withBytes(text: string): string {
  return text.replace(/⟨(.+?)⟩/g, (_all, word: string) => tokens.get(word) ?? expect.fail(`${word} is no token`));
}

// Counted in Espruino's src/jslex.h.
it.each([
  ["==", 138],
  ["===", 139],
  [">>>=", 149],
  ["--", 153],
  ["^=", 161],
  ["=>", 162],
  ["if", 163],
  ["function", 170],
  ["this", 175],
  ["undefined", 183],
  ["debugger", 193],
  ["of", 198],
  ["??", 208],
])("the token of %s is %i", (text, byte) => {
  expect(tokens.get(text)?.charCodeAt(0)).toBe(byte);
});

describe("in tokens", () => {
  it.each([
    ["function f(x){return x in y}", "⟨function⟩f(x){⟨return⟩x⟨in⟩y}"],
    ["if(a)b();else if(typeof void 0)delete a.b", "⟨if⟩(a)b();⟨else⟩⟨if⟩(⟨typeof⟩⟨void⟩0)⟨delete⟩a.b"],
    ["f(1 in x,.5 in x,0x1 in x)", "f(1⟨in⟩x,.5⟨in⟩x,0x1⟨in⟩x)"],
    ["let $=1;for(const _ of[$])throw 1", "⟨let⟩$=1;⟨for⟩(⟨const⟩_⟨of⟩[$])⟨throw⟩1"],
    ["class A extends B{static f(){super.f()}}", "⟨class⟩A⟨extends⟩B{⟨static⟩f(){⟨super⟩.f()}}"],
    ["f(/a/g in x)", "f(/a/g⟨in⟩x)"],
  ])("%s has no blank beside a word", (text, bytes) => {
    expect(pretokenise(text)).toBe(withBytes(bytes));
  });

  it("a regular expression may stand behind the token that is a space in Unicode", () => {
    expect(detokenise(pretokenise('f(/"/||/"/||this)'))).toBe('f(/"/||/"/||this)');
  });

  it("an operator of several characters is a byte", () => {
    expect(pretokenise("a=b===c&&d>>>1||(e??f);a+=()=>b")).toBe(withBytes("a=b⟨===⟩c⟨&&⟩d⟨>>>⟩1⟨||⟩(e⟨??⟩f);a⟨+=⟩()⟨=>⟩b"));
  });

  it.each([
    ["x- -y", "x- -y"],
    ["x+ +y", "x+ +y"],
    ["x- --y", "x- ⟨--⟩y"],
    ["x-- -y", "x⟨--⟩ -y"],
    ["x++ +y", "x⟨++⟩ +y"],
    ["1. in x", "1. ⟨in⟩x"],
    ["a\nif(b)c", "a\n⟨if⟩(b)c"],
  ])("%j keeps what is between its tokens", (text, bytes) => {
    expect(pretokenise(text)).toBe(withBytes(bytes));
  });

  it.each([
    ["a string", `f("if (a == b)",'in')`],
    ["a template literal, and what it evaluates", "f(`if`,`${a===b}`,`in ${typeof c} of`)"],
    ["a regular expression", "f(/==|if/)"],
    ["the name of a property", "p.catch(f);f({default:1,if(){}},p.delete)"],
    ["a comment", "f(/* if == */)// in"],
  ])("%s stays as it is", (_what, text) => {
    expect(pretokenise(text)).toBe(text);
  });

  it("every word and operator comes back", () => {
    const text = [
      "var a=1;let b=a==2||a===2||a!=2||a!==2||a<=2||a>=2;a<<=1;a>>=1;a>>>=1;a+=1;a-=1;a*=1;a/=1;a%=2;a&=3;a|=1;a^=1",
      "const c=a<<1>>1>>>1;a++;a--;c&&(()=>null??undefined)();if(true)do{break}while(false);else for(const d in a)continue",
      "function e(){try{throw this}catch{}finally{debugger}return new e instanceof e}delete a.b;void typeof a",
      "switch(a){case 1:default:}class F extends e{constructor(){super()}static f(){for(const g of[])h()}}",
    ].join(";");
    const bytes = pretokenise(text);
    expect([...new Set(bytes.match(/[\x80-\xff]/g))].toSorted()).toEqual([...tokens.values()].toSorted());
    expect(detokenise(bytes)).toBe(text);
  });
});

/**
 * Expressions with a blank around each token, which the minifier then leaves out where it can. The interpreter takes a slash
 * behind `this` or a brace for a regular expression, so neither is divided.
 */
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    fc.constantFrom(
      "a",
      "$",
      "_b",
      "this",
      "null",
      "true",
      "undefined",
      "0",
      "1",
      ".5",
      "1e21",
      "255",
      `"if in"`,
      "'it\\'s \"=='",
      "`in`",
      "/[\"']/g",
      "/`=>/i",
    ),
    fc
      .tuple(fc.constantFrom("-", "+", "!", "~", "typeof", "void", "delete a .b ,", "new a"), tie("expression"))
      .map(([operator, of]) => `( ${operator} ( ${of} ) )`),
    fc
      .tuple(tie("expression"), fc.constantFrom(..."+ - * % & | ^ << >> >>> < > <= >= == != === !== && || in instanceof ,".split(" ")), tie("expression"))
      .map(([left, operator, right]) => `( ( ${left} ) ${operator} ( ${right} ) )`),
    fc.tuple(fc.constantFrom("- --", "+ ++", "- -", "+ +"), tie("expression")).map(([operators, of]) => `( ${of} ) ${operators} a`),
    fc.tuple(fc.constantFrom("=", "+=", "-=", ">>>=", "^="), tie("expression")).map(([operator, of]) => `( a ${operator} ( ${of} ) )`),
    tie("expression").map((of) => `( function ( ) { if ( ${of} ) return ${of} ; else throw ${of} } )`),
    tie("expression").map((of) => `( a / ( ${of} ) )`),
    tie("expression").map((of) => `( b => ( ${of} ) )`),
    tie("expression").map((of) => `\`in \${ ${of} } of\``),
    fc.tuple(tie("expression"), tie("expression")).map(([one, other]) => `( a ? ${one} : { in : ${other} } . in )`),
  ),
}));

/** The tokens of a text, as JavaScript has them. */
function tokensOf(text: string): string[] {
  const found: Token[] = [];
  parse(text, { ecmaVersion: 2022, onToken: found });
  return found.map(({ start, end }) => text.slice(start, end));
}

it("any program has the same tokens, and comes back character for character", async () => {
  const texts: string[] = [];
  await fc.assert(
    fc.asyncProperty(expression, async (made) => {
      const { code = "" } = await minify(`f(${made})`, { compress: false, mangle: false });
      const bytes = pretokenise(code);
      texts.push(bytes);
      expect(detokenise(bytes)).toBe(code);
      // Each byte is a token of its own, whatever stands beside it.
      expect(tokensOf(bytes.replace(/[\x80-\xff]/g, (byte) => ` ${[...tokens].find(([, token]) => token === byte)?.[0] ?? ""} `))).toEqual(tokensOf(code));
    }),
    { numRuns: 500 },
  );
  expect(texts.filter((bytes) => /[\x80-\xff]/.test(bytes)).length).toBeGreaterThan(250);
});

describe("a program that somebody wrote", () => {
  it.each([
    ["in a string", "print(\"caf\xc3\xa9\",'\xc3\xa9')"],
    ["in a template literal", "print(`caf\xc3\xa9 ${`\xc3\xa9`}`)"],
    ["in a comment", "a() // caf\xc3\xa9\n/* \xc3\xa9 */"],
    ["in what follows a division of a regular expression", '/`/ / "\xc3\xa9"//`/'],
    ["in a regular expression", 'a(/["\'`]\xc3\xa9/);return /"\xc3\xa9/'],
  ])("keeps its bytes above 127 %s", (_where, code) => {
    expect(detokenise(code)).toBe(code);
  });

  it("has tokens beside them", () => {
    expect(detokenise(withBytes('⟨if⟩(a⟨==⟩"\xc3\xa9"/2/1)⟨return⟩/"/g⟨in⟩b'))).toBe('if(a=="\xc3\xa9"/2/1)return/"/g in b');
  });
});
