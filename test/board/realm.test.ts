/** The realm of a program: what would lead it out of the board, or take the simulator down, is an error on the board's console. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { boardRunning } from "./board-fixture.ts";

describe("a program that looks for the computer", () => {
  it.each([
    ['import("fs")', 'ReferenceError: "import" is not defined'],
    ['import /**/ ("fs")', 'ReferenceError: "import" is not defined'],
    ["import.meta", 'ReferenceError: "import" is not defined'],
    ["[].slice.constructor('return import(\"fs\")')()", 'ReferenceError: "import" is not defined'],
    ['(0, eval)("import(\\"fs\\")")', 'ReferenceError: "import" is not defined'],
    ["(function* () {}).constructor('yield import(\"fs\")')", "Code generation from strings disallowed"],
    ["(async function () {})()", 'ReferenceError: "async" is not defined'],
  ])("%s fails as on the chip", async (line, error) => {
    const { board } = await boardRunning("");
    await expect(board.eval(line)).rejects.toThrow(error);
  });

  it("may have the words as text", async () => {
    const { board } = await boardRunning("");
    expect(await board.eval('"import(1)" + eval("\'async\'") + Function("a", "return a + 1")(1)')).toBe("import(1)async2");
  });

  it.each([
    "globalThis['\\0enter']",
    "print",
    "(function(){ try { eval('(') } catch (e) { return e } })()",
    "(function(){ try { [].x.y } catch (e) { return e } })()",
  ])("%s is of the program's own realm", async (expression) => {
    const { board } = await boardRunning("");
    expect(await board.eval(`typeof (${expression}).constructor.constructor("return typeof process === 'object' && process.versions")()`)).not.toBe("object");
    expect(await board.eval(`(${expression}) instanceof Object`)).toBe("true");
  });

  it("is given no error of the computer's, however deep it recurses", async () => {
    const { board } = await boardRunning(`
      var strange = 0;
      function dig() { try { print; digitalRead(D0); dig(); } catch (e) { if (!(e instanceof Object)) strange++; throw e; } }
      try { dig(); } catch (e) {}`);
    expect(await board.eval("strange")).toBe("0");
  });
});

describe("what a program throws", () => {
  it.each(["throw {get type(){throw 1}}", "throw {get type(){while(true);}}", "throw new Proxy({}, {get(){throw 3}})"])(
    "%s is printed as far as it can be",
    async (line) => {
      const { board, lines, clock } = await boardRunning("", { hangLimit: 500 });
      board.type(`${line}\n`);
      await clock.advance(1);
      expect(lines.join("\n")).toMatch(/^Uncaught /m);
    },
  );
});

it("a value whose getter does not return hangs the board, not the simulator", async () => {
  const { board, lines, clock } = await boardRunning("", { hangLimit: 500 });
  board.type("({get a(){while(true);}})\nprint(1+1)\n");
  await clock.advance(1);
  expect(lines).not.toContain("2");
});

describe("a promise", () => {
  // Vitest would take it for an error of the test.
  let listeners: NodeJS.UnhandledRejectionListener[];
  beforeEach(async () => {
    await boardRunning("");
    listeners = process.listeners("unhandledRejection").filter(({ name }) => name !== "onRejection");
    for (const listener of listeners) process.off("unhandledRejection", listener);
  });
  afterEach(() => {
    for (const listener of listeners) process.on("unhandledRejection", listener);
  });

  it("that nobody catches is an error on the console", async () => {
    const { lines, clock } = await boardRunning('setTimeout(function () { Promise.reject(new Error("boom")); }, 1); setTimeout(print, 5, "alive");');
    await clock.advance(2);
    await expect.poll(() => lines.join("\n")).toContain("Uncaught Error: Unhandled promise rejection: Error: boom");
    await clock.advance(10);
    expect(lines.join("\n")).toContain("alive");
  });

  it("whose listener does not return hangs the board, not the simulator", async () => {
    const { board, lines, clock } = await boardRunning("setTimeout(function () { Promise.resolve().then(function () { while (true); }); }, 1);", {
      hangLimit: 500,
    });
    await clock.advance(2);
    board.type("print(1)\n");
    await clock.advance(2);
    expect(lines.join("\n")).not.toContain("1");
  });
});
