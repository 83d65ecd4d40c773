/** The fence around the dialect: each rule refuses what the interpreter fails on, and lets through how to write it instead. */
import { ESLint, Linter } from "eslint";
import tseslint from "typescript-eslint";
import { describe, expect, it } from "vitest";
import vm from "node:vm";
import { checkDialect } from "../../src/tools/bundle/check-dialect.ts";
import { dialect, plugin, rules } from "../../src/tools/dialect/index.ts";
import { meaningExamples } from "./examples-meaning.ts";
import { syntaxExamples } from "./examples.ts";
import { espruino, runOnEspruino } from "./interpreter.ts";

const examples = [...syntaxExamples, ...meaningExamples];

const linter = new Linter();
const config: Linter.Config = { files: ["**/*.ts"], plugins: { espruino: plugin }, rules, languageOptions: { parser: tseslint.parser } };

/** The rules that the linter finds broken in a TypeScript source of the chip. */
function broken(source: string): string[] {
  return linter.verify(source, config, "main.ts").map(({ ruleId, message }) => ruleId ?? message);
}

/** What a program prints in Node. */
async function printed(program: string): Promise<string[]> {
  const lines: string[] = [];
  vm.runInNewContext(program, { print: (line: unknown) => lines.push(String(line)), setTimeout, clearTimeout, setInterval, clearInterval, Promise });
  await new Promise((resolve) => setTimeout(resolve, 3));
  return lines;
}

describe.each(examples)("$rule: $bad", ({ rule, bad, good, although }) => {
  const { instead } = dialect.find(({ name }) => name === rule) ?? { instead: "no such rule" };

  it("is refused by the linter", () => {
    expect(broken(bad)).toContain(`espruino/${rule}`);
  });

  it("is refused in the bundle, with what to write instead", () => {
    const complaints = checkDialect(bad);
    expect(complaints.join("\n")).toContain(instead);
    for (const complaint of complaints) expect(complaint).toMatch(/^bundle:\d+:\d+: \S/);
  });

  it("can be written so that nothing is refused", () => {
    expect(broken(good)).toEqual([]);
    expect(checkDialect(good)).toEqual([]);
  });

  it("does the same both ways in Node", async () => {
    expect(await printed(bad)).toEqual(["right"]);
    expect(await printed(good)).toEqual(["right"]);
  });

  it.skipIf(espruino === "")("fails on the interpreter one way and works the other", async () => {
    const lines = await runOnEspruino(bad);
    const works = lines.includes("right") && !lines.some((line) => line.startsWith("Uncaught"));
    expect(works, `the interpreter prints ${lines.slice(-3).join(" ")}`).toBe(although !== undefined);
    expect(await runOnEspruino(good)).toContain("right");
  });
});

describe("the table", () => {
  it("has an example for every rule", () => {
    const shown = new Set(examples.map(({ rule }) => rule));
    const typeScriptOnly = ["plain-enum"];
    expect(dialect.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual(typeScriptOnly);
  });

  it("refuses an enum that is not const", () => {
    expect(broken("enum Edge { Rising }")).toEqual(["espruino/plain-enum"]);
    expect(broken("const enum Edge { Rising }")).toEqual([]);
  });

  it("guards every source of the chip as errors, and no source of the host", async () => {
    const eslint = new ESLint();
    for (const file of ["board/esp32.ts", "src/firmware/main.ts", "src/tinymqtt/client.ts"]) {
      const config = (await eslint.calculateConfigForFile(file)) as { rules: Record<string, unknown[]> };
      for (const name of Object.keys(rules)) expect(config.rules[name], `${name} for ${file}`).toEqual([2]);
    }
    const host = (await eslint.calculateConfigForFile("src/tools/build.ts")) as { rules: Record<string, unknown[]> };
    expect(Object.keys(host.rules).filter((name) => name.startsWith("espruino/"))).toEqual([]);
  });
});
