/** The README and the pages of docs/ tell the truth: their commands, options, topics, defaults and exit codes are the project's own. */
import { readdirSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { exitCodes } from "../src/tools/command-line/user-error.ts";
import { configureCommand } from "../src/tools/configure/command.ts";
import { consoleCommand } from "../src/tools/console/command.ts";
import { doctorCommand } from "../src/tools/doctor/command.ts";
import { discoveryCommand } from "../src/tools/discovery/command.ts";
import { fleetCommand } from "../src/tools/fleet/command.ts";
import { flashCommand } from "../src/tools/flash/command.ts";
import { listenCommand } from "../src/tools/listen/command.ts";
import { sendCommand } from "../src/tools/send/command.ts";
import { benchCommand } from "../src/tools/bench/command.ts";
import { buildCommand } from "../src/tools/build/command.ts";
import { updateCommand } from "../src/tools/update/command.ts";
import { simulateCommand } from "../src/tools/simulate/command.ts";
import { fuzzCommand } from "./fuzz/command.ts";
import { device } from "./support/settings.ts";

const files = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const pages = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
const all = [...pages.values()].join("\n");
/** Text between single backticks, and the lines of fenced blocks. */
const fences = [...all.matchAll(/^```.*?\n(.*?)^```/gms)].map((match) => match[1] ?? "");
const inline = [...all.replace(/^```.*?^```/gms, "").matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
const code = [...inline, ...fences.flatMap((block) => block.split("\n"))];

const commands: Record<string, Command> = {
  start: simulateCommand(),
  discovery: discoveryCommand(),
  listen: listenCommand(),
  send: sendCommand(),
  update: updateCommand(),
  configure: configureCommand(),
  flash: flashCommand(),
  fleet: fleetCommand(),
  console: consoleCommand(),
  doctor: doctorCommand(),
  build: buildCommand(),
  bench: benchCommand(),
  fuzz: fuzzCommand(),
};

/** The rows of the table whose head starts with these cells, each as its cells' plain text. */
function table(...head: string[]): string[][] {
  const start = all.indexOf(`| ${head.join(" | ")} |`);
  expect(start, `there is a table ${head.join(", ")}`).toBeGreaterThan(-1);
  const [rows = ""] = all.slice(start).split("\n\n");
  return rows
    .split("\n")
    .slice(2)
    .map((row) =>
      row
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}

describe("commands", () => {
  const scripts = unique(code.flatMap((text) => [...text.matchAll(/npm (?:run )?([a-z][a-z:]*)/g)].map((match) => match[1] ?? "")));

  it("are found", () => {
    expect(scripts).toEqual(expect.arrayContaining(["start", "listen", "send", "flash", "console", "doctor", "build", "test", "test:interop"]));
  });

  const ofNpm = ["ci", "install"];
  it.each(scripts.filter((script) => !ofNpm.includes(script)))("npm run %s exists", (script) => {
    expect(manifest.scripts).toHaveProperty([script]);
  });

  it.each(code.filter((text) => /^npm (start|run (listen|send|update|configure|flash|console|doctor|build|bench|fuzz|fleet)) -- .*--/.test(text)))(
    "%s takes these options",
    (text) => {
      const name = /^npm (?:run )?(\w+)/.exec(text)?.[1] ?? "";
      const known = commands[name]?.options.map((option) => option.long);
      for (const option of text.split(" -- ")[1]?.match(/--[a-z-]+/g) ?? []) expect(known).toContain(option);
    },
  );

  it("have all their options in the pages, and no others", () => {
    const known = unique(Object.values(commands).flatMap((command) => command.options.map((option) => option.long)));
    // Mosquitto's tools have options of their own.
    const ours = code.filter((text) => !text.startsWith("mosquitto_"));
    const named = unique(ours.flatMap((text) => text.match(/--[a-z][a-z-]*/g) ?? [])).filter((option) => option !== "--help");
    expect(named.toSorted()).toEqual(known.toSorted());
  });

  it("end with the codes that it lists", () => {
    expect(table("code", "means").map(([number]) => Number(number))).toEqual([0, ...Object.values(exitCodes)]);
  });
});

describe("the README", () => {
  it("is short enough to be read", () => {
    expect((pages.get("README.md") ?? "").split(/\s+/).length).toBeLessThan(1500);
  });
});

describe("topics", () => {
  it("are those that the firmware uses", () => {
    const source = readFileSync("src/firmware/topics.ts", "utf8");
    const documented = table("topic", "from").map(([topic = ""]) => topic.replace("{base}", ""));
    const used = [...source.matchAll(/"(\/[a-z]+\/(?:[a-z]+)?)"/g)].map((match) => match[1] ?? "");
    expect(used.length).toBeGreaterThan(0);
    for (const part of used) expect(documented.some((topic) => topic.startsWith(part))).toBe(true);
    for (const topic of documented)
      expect(
        used.some((part) => topic.startsWith(part)),
        topic,
      ).toBe(true);
  });

  it("start with the base that is built in", () => {
    expect(all).toContain(`\`{base}\` is \`${device.base}\``);
  });
});

describe("the configuration", () => {
  const leaves = (value: object, path = ""): [string, unknown][] =>
    Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
      typeof child === "object" && child !== null && !Array.isArray(child)
        ? leaves(child, `${path}${key}.`)
        : [[path + key, child] satisfies [string, unknown]],
    );

  it("has every key with its default", () => {
    const documented = table("key", "default").map(([key, value]) => [key, value]);
    const builtIn = leaves(device).map(([key, value]) => [key, key === "sensors" ? "[]" : JSON.stringify(value)]);
    expect(documented).toEqual(builtIn);
  });
});

describe("the flashes of the status LED", () => {
  it("are those of the firmware", () => {
    const source = readFileSync("src/firmware/status-led.ts", "utf8");
    const flashes = [...source.matchAll(/^ {2}\w+ = (\d+),$/gm)].map((match) => Number(match[1]));
    expect(table("flashes", "means").map(([number = ""]) => (number.startsWith("none") ? 0 : Number(number)))).toEqual(flashes);
  });
});
