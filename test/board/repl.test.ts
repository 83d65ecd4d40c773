/** The console: what is typed, what it answers, and how errors read. */
import { describe, expect, test } from "vitest";
import { boardRunning } from "./board-fixture.ts";

describe("the console", () => {
  test("echoes a line and answers with its value", async () => {
    const { board, clock, lines } = await boardRunning("1");
    board.type("1+1\n");
    await clock.advance(0);
    board.type('({a:1,"b c":[1]})\n');
    await clock.advance(0);
    expect(lines).toEqual(["1+1", "=2", '({a:1,"b c":[1]})', "={ a: 1, ", '  "b c": [ 1 ]', " }"]);
  });

  test("runs a line that starts with \\x10 without echo or answer", async () => {
    const { board, clock, lines } = await boardRunning("1");
    board.type("\x101+1\n\x10print('shown')\n");
    await clock.advance(0);
    expect(lines).toEqual(["shown"]);
  });

  test("waits for brackets to be closed", async () => {
    const { board, clock, lines } = await boardRunning("1");
    board.type("\x10function f(){\nprint('f')\n}\n\x10f()\n");
    await clock.advance(0);
    expect(lines.at(-1)).toBe("f");
  });

  test("tells who it is when asked with ENQ", async () => {
    const { board, clock, lines } = await boardRunning("1", { version: "2v29" });
    board.type("\x05");
    await clock.advance(0);
    expect(lines).toEqual(["Espruino 2v29 ESP32"]);
  });

  test("an error in a callback reads as the interpreter's does: kind, message, place, source and caret", async () => {
    const { clock, lines } = await boardRunning("setTimeout(function fail() {\n  foo.bar();\n}, 10);");
    await clock.advance(20);
    expect(lines).toEqual(['Uncaught ReferenceError: "foo" is not defined', "    at fail (.bootcde:2:3)", "  foo.bar();", "  ^"]);
  });

  test("bytes that are UTF-8 are shown as text", async () => {
    const { lines } = await boardRunning('print("caf\\xc3\\xa9")');
    expect(lines).toEqual(["café"]);
  });
});
