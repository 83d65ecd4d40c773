/** Who may import whom: `npm run lint` refuses an import that goes against the layers, of types as well. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { builtinModules } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

type Import = readonly [from: string, to: string];

const refused: readonly (readonly [rule: string, ...Import])[] = [
  ["no-cycles", "src/tools/serial/a.ts", "src/tools/serial/b.ts"],
  ["tinymqtt-is-a-package", "src/tinymqtt/client.ts", "board/board.ts"],
  ["firmware-knows-the-board-by-its-interface", "src/firmware/led.ts", "board/virtual/pins.ts"],
  ["firmware-knows-the-board-by-its-interface", "src/firmware/button.ts", "src/tools/build/tables.ts"],
  ["board-knows-no-program", "board/virtual/repl.ts", "src/firmware/led.ts"],
  ["chip-code-is-alone", "board/esp32/pins.ts", "board/shared/press.ts"],
  ["boards-do-not-know-each-other", "board/linux/gpio.ts", "board/virtual/pins.ts"],
  ["boards-do-not-know-each-other", "board/virtual/wifi.ts", "board/linux/stand-ins.ts"],
  ["boards-do-not-know-each-other", "board/shared/lines.ts", "board/virtual/pins.ts"],
  ["commands-do-not-know-each-other", "src/tools/doctor/command.ts", "src/tools/flash/passwords.ts"],
  ["commands-do-not-know-each-other", "src/tools/flash/passwords.ts", "src/tools/listen/command.ts"],
  ["what-is-shared-knows-no-command", "src/tools/board-setup/install.ts", "src/tools/flash/passwords.ts"],
  ["browsers-have-no-node", "src/tools/page/app/part.ts", "node:fs"],
  ["browsers-have-no-node", "src/tools/page/app/real-board/link.ts", "node:zlib"],
  ["tests-are-above-all", "src/tools/send/command.ts", "test/support/cable.ts"],
  ["tests-are-above-all", "board/shared/press.ts", "test/support/cable.ts"],
];

/** What others reach by way of what they import. */
const onTheWay: readonly Import[] = [
  ["src/tools/page/app/part.ts", "src/tools/serial/ports.ts"],
  ["src/tools/serial/ports.ts", "node:fs"],
  ["src/tools/page/app/real-board/link.ts", "node:zlib"],
];

const allowed: readonly Import[] = [
  ["src/firmware/sensors.ts", "board/sensors/kinds.ts"],
  ["src/firmware/mqtt.ts", "src/tinymqtt/index.ts"],
  ["board/linux/board.ts", "board/shared/dist-files.ts"],
  ["src/tools/board-setup/interpreter/loader.ts", "src/tools/board-setup/progress.ts"],
  ["src/tools/doctor/probe.ts", "src/tools/board-session/read-board.ts"],
  ["src/tools/simulate/engine.ts", "board/virtual/index.ts"],
  ["src/tools/page/server/server.ts", "node:http"],
  ["src/tools/page/app/real-board/set-up.ts", "src/tools/board-setup/flash-board.ts"],
  ["test/tools/board-setup/flash.test.ts", "src/tools/board-setup/flash-board.ts"],
];

interface Report {
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

describe("an import", () => {
  const root = mkdtempSync(path.join(tmpdir(), "rooms-"));
  const found: string[] = [];
  const line = (rule: string, from: string, to: string): string => `${rule}: ${from} -> ${to}`;

  beforeAll(async () => {
    // One that ends the cycle; the others import nothing.
    const direct = refused.filter(([rule]) => rule !== "browsers-have-no-node").map(([, ...each]): Import => each);
    const imports: Import[] = [...direct, ...onTheWay, ...allowed, ["src/tools/serial/b.ts", "src/tools/serial/a.ts"]];
    const nodes = (file: string): boolean => file.startsWith("node:");
    for (const file of new Set(imports.flat().filter((each) => !nodes(each)))) {
      const targets = imports.filter(([from]) => from === file).map(([, to]) => (nodes(to) ? to : path.relative(path.dirname(file), to)));
      const lines = targets.map((to) => `import type { T } from "${to.startsWith(".") || nodes(to) ? to : `./${to}`}";`);
      mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(root, file), [...lines, "export type T = 1;"].join("\n"));
    }
    const config = path.resolve(".dependency-cruiser.js");
    const command = path.resolve("node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
    const run = promisify(execFile)(process.execPath, [command, "--config", config, "--output-type", "json", "board", "src", "test"], { cwd: root });
    const { stdout } = await run.catch((error: unknown) => error as { stdout: string }); // its exit code counts the violations
    for (const { from, to, rule } of (JSON.parse(stdout) as Report).summary.violations)
      found.push(line(rule.name, from, builtinModules.includes(to) ? `node:${to}` : to));
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true }));

  it.each(refused)("is refused by %s: %s -> %s", (rule, from, to) => {
    expect(found).toContain(line(rule, from, to));
  });

  it.each(allowed)("is allowed: %s -> %s", (from, to) => {
    expect(found.filter((each) => each.endsWith(`: ${from} -> ${to}`))).toEqual([]);
  });
});
