/** The examples of CONTRIBUTING.md: each applies to the sources as they are, and all three make a node that does what they say. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { press, release } from "../board/shared/index.ts";
import { Flash } from "../board/virtual/index.ts";
import { desk, type Desk } from "./node/desk.ts";

const run = promisify(execFile);
const page = readFileSync("CONTRIBUTING.md", "utf8");

/** The first diff below a heading. */
function example(heading: string): string {
  const diff = new RegExp(`^### ${heading}\n[^#]*?^\`\`\`diff\n(.*?)^\`\`\`$`, "ms").exec(page)?.[1];
  if (diff === undefined) throw new Error(`CONTRIBUTING.md has no diff below "${heading}"`);
  return diff;
}

const examples = ["A kind of sensor", "A word for the LED", "A second button"];
const copy = mkdtempSync(path.join(tmpdir(), "example-"));

/** Runs a program in the copy. */
async function inCopy(program: string, ...args: string[]): Promise<void> {
  await run(program, args, { cwd: copy });
}

async function apply(diff: string, ...options: string[]): Promise<void> {
  const applied = run("git", ["apply", ...options, "-"], { cwd: copy });
  applied.child.stdin?.end(diff);
  await applied;
}

/** What a build and its types need, with the project's own packages. */
function copyProject(): void {
  for (const part of [
    "board",
    "src",
    "test",
    "schema",
    "package.json",
    "flash.config.json",
    ...readdirSync(".").filter((name) => name.startsWith("tsconfig")),
  ]) {
    cpSync(part, path.join(copy, part), { recursive: true, filter: (source) => path.basename(source) !== "node_modules" });
  }
  mkdirSync(path.join(copy, "node_modules"));
  for (const name of readdirSync("node_modules").filter((entry) => !entry.startsWith(".") && entry !== "tinymqtt")) {
    symlinkSync(path.resolve("node_modules", name), path.join(copy, "node_modules", name), "junction");
  }
  symlinkSync("../src/tinymqtt", path.join(copy, "node_modules/tinymqtt"));
}

beforeAll(copyProject);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("the examples", () => {
  it.each(examples)("%s: its diff applies by itself", async (heading) => {
    await apply(example(heading), "--check");
  });
});

describe("the project with all three", () => {
  beforeAll(async () => {
    for (const heading of examples) await apply(example(heading));
    await Promise.all([
      inCopy(process.execPath, "--import", "tsx", "src/tools/build/command.ts"),
      inCopy(process.execPath, path.resolve("node_modules/typescript/bin/tsc"), "-p", "tsconfig.chip.json", "--noEmit"),
    ]);
  }, 120_000);

  /** Its node, online. */
  async function node(ding: object = {}): Promise<Desk> {
    const all = await desk(ding, new Flash(), path.join(copy, "dist"));
    await all.board.powerOn();
    await all.clock.advance(1500);
    expect(all.lines).toContain("mqtt: connected as hall");
    return all;
  }

  it("reads an LM35", async () => {
    const { board, clock, told } = await node({ sensors: [{ name: "room", kind: "lm35", pin: "D34", every: 1000 }] });
    board.drive("D34", 0.0651);
    await clock.advance(2000);
    const { value, unit } = told("/kv6003/sensor/ding").at(-1) ?? {};
    expect(unit).toBe("°C");
    expect(value).toBeCloseTo(21.5, 0);
  });

  it("refuses an LM35 on a pin without an ADC", async () => {
    const { lines } = await node({ sensors: [{ name: "room", kind: "lm35", pin: "D4" }] });
    expect(lines.join("\n")).toMatch(/^config: sensors\[0\]\.pin must be a pin for analog, got "D4"/m);
  });

  it.each(["blink", " Blink ", '"BLINK"'])("blinks five times at %j", async (word) => {
    const { board, clock, told } = await node();
    const levels: number[] = [];
    board.onLevel((pin, level) => void (pin === "D2" && levels.push(level)));
    const typed = board.eval(`ding.led(${JSON.stringify(word)})`);
    await clock.advance(1);
    await typed;
    expect(told("/kv6003/state/hall/led").at(-1)).toMatchObject({ blink: { on: 200, off: 200, count: 5 } });
    await clock.advance(5000);
    expect(levels.filter((level) => level > 0)).toHaveLength(5);
    expect(told("/kv6003/state/hall/led").at(-1)).toEqual({ state: "off", brightness: 1 });
  });

  it("tells its two buttons apart", async () => {
    const { board, clock, told } = await node();
    board.drive("D27", 0);
    await clock.advance(100);
    board.drive("D27", 1);
    await clock.advance(100);
    press(board);
    await clock.advance(100);
    release(board);
    await clock.advance(100);
    const [second, first] = told("/kv6003/sensor/ding");
    expect(second).toMatchObject({ type: "button", button: "door", event: "press", seq: 1 });
    expect(first).toMatchObject({ type: "button", event: "press", seq: 2 });
    expect(first).not.toHaveProperty("button");
  });
});
