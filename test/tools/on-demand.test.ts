/** The build's transform that makes functions exist only while they are needed. */
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { onDemand } from "../../src/tools/build/on-demand.ts";

const emptyMap = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });
const transform = (code: string): string => onDemand(code, emptyMap).code;

const root = (name: string, ...inside: string[]): string => [`function ${name}() {`, '  "on demand";', `  return { ${inside.join(", ")} };`, "}"].join("\n");
const plain = (name: string, body = "1"): string => `function ${name}() {\n  return ${body};\n}`;
test("a function that only the root needs moves in, and what only that one needs", () => {
  const code = [plain("deep"), plain("needed", "deep()"), root("rare", "needed"), "rare().needed();"].join("\n");
  expect(transform(code)).toBe(
    ["function rare() {", plain("deep"), plain("needed", "deep()"), "  return { needed };", "}", "rare().needed();"].join("\n"),
  );
});

test("it still does what it did", () => {
  const code = [plain("one", "20"), plain("two", "one() + 2"), root("rare", "two"), plain("often", "rare().two()"), "result = often();"].join("\n");
  const run = (source: string): unknown => runInNewContext(`let result;${source}\nresult`);
  expect(run(transform(code))).toBe(22);
  expect(run(code)).toBe(22);
});

test("one that others call stays", () => {
  const code = [plain("shared"), root("rare", "shared"), plain("often", "shared()"), "often();"].join("\n");
  expect(transform(code)).toContain(`${plain("shared")}\nfunction rare() {\n  return`);
});

test("one that is handed on as a value stays: whoever keeps it would keep the scope it was made in", () => {
  const code = [plain("listener"), plain("opens", "socket.on('data', listener)"), root("rare", "opens"), "rare().opens();"].join("\n");
  expect(transform(code)).toBe([plain("listener"), "function rare() {", plain("opens", "socket.on('data', listener)"), "  return { opens };", "}", "rare().opens();"].join("\n"));
});

test("what two roots need is in both", () => {
  const code = [plain("shared"), root("first", "shared"), root("second", "shared"), "first(); second();"].join("\n");
  expect(transform(code).split(plain("shared"))).toHaveLength(3);
});

test("a property of the same name is no mention", () => {
  const code = [plain("send"), root("rare", "send"), "client.send(); ({ send: 1 }); rare();"].join("\n");
  expect(transform(code)).toMatch(/^function rare\(\) \{\nfunction send/);
});

test("the source map follows its lines", () => {
  const code = [plain("needed"), root("rare", "needed"), "rare();"].join("\n");
  // One segment in each line, each of the line's own number: AAAA, then one line further each time.
  const map = JSON.stringify({ version: 3, sources: ["a.ts"], names: [], mappings: Array.from({ length: 8 }, (_, i) => (i ? "AACA" : "AAAA")).join(";") });
  const moved = onDemand(code, map);
  expect(moved.code.split("\n")[0]).toBe("function rare() {");
  // rare's first line was line 3 of the source (G: +3), then come lines 0, 1, 2 (-3: H, +1, +1).
  expect((JSON.parse(moved.map) as { mappings: string }).mappings).toBe("AAGA;AAHA;AACA;AACA;AAGA;AACA;AACA");
});

test("a root takes no parameters and holds nothing else", () => {
  expect(() => transform('function rare(a) {\n  "on demand";\n  return {};\n}')).toThrow("no parameters");
  expect(() => transform('function rare() {\n  "on demand";\n  let a;\n  return {};\n}')).toThrow("only a return statement");
});
