/** The README tells the truth: its commands, options, paths, topics, defaults and exit codes are the project's own. */
import { existsSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import config from "../flash.config.json" with { type: "json" };
import manifest from "../package.json" with { type: "json" };
import { exitCodes } from "../src/tools/command-line/user-error.ts";
import { consoleCommand } from "../src/tools/console/command.ts";
import { doctorCommand } from "../src/tools/doctor/command.ts";
import { flashCommand } from "../src/tools/flash/command.ts";
import { listenCommand } from "../src/tools/listen/command.ts";
import { sendCommand } from "../src/tools/send/command.ts";
import { simulateCommand } from "../src/tools/simulate/command.ts";

const readme = readFileSync("README.md", "utf8");
/** Text between single backticks, and the lines of fenced blocks. */
const fences = [...readme.matchAll(/^```\w*\n(.*?)^```/gms)].map((match) => match[1] ?? "");
const inline = [...readme.replace(/^```.*?^```/gms, "").matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
const code = [...inline, ...fences.flatMap((block) => block.split("\n"))];

const commands: Record<string, Command> = {
  start: simulateCommand(),
  listen: listenCommand(),
  send: sendCommand(),
  flash: flashCommand(),
  console: consoleCommand(),
  doctor: doctorCommand(),
};

/** The rows of the table whose head starts with these cells, each as its cells' plain text. */
function table(...head: string[]): string[][] {
  const start = readme.indexOf(`| ${head.join(" | ")} |`);
  expect(start, `the README has a table ${head.join(", ")}`).toBeGreaterThan(-1);
  const [rows = ""] = readme.slice(start).split("\n\n");
  return rows
    .split("\n")
    .slice(2)
    .map((row) => row.slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("`", "")));
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}

describe("the README's commands", () => {
  const scripts = unique(code.flatMap((text) => [...text.matchAll(/npm (?:run )?([a-z][a-z:]*)/g)].map((match) => match[1] ?? "")));

  it("are found", () => {
    expect(scripts).toEqual(expect.arrayContaining(["start", "listen", "send", "flash", "console", "doctor", "build", "test", "test:interop"]));
  });

  it.each(scripts.filter((script) => script !== "ci"))("npm run %s exists", (script) => {
    expect(manifest.scripts).toHaveProperty([script]);
  });

  it.each(code.filter((text) => /^npm (start|run (listen|send|flash|console|doctor)) -- .*--/.test(text)))("%s takes these options", (text) => {
    const name = /^npm (?:run )?(\w+)/.exec(text)?.[1] ?? "";
    const known = commands[name]?.options.map((option) => option.long);
    for (const option of text.split(" -- ")[1]?.match(/--[a-z-]+/g) ?? []) expect(known).toContain(option);
  });

  it("have all their options in the README, and no others", () => {
    const known = unique(Object.values(commands).flatMap((command) => command.options.map((option) => option.long)));
    const named = unique(code.flatMap((text) => text.match(/--[a-z][a-z-]*/g) ?? [])).filter((option) => option !== "--help");
    expect(named.toSorted()).toEqual(known.toSorted());
  });

  it("end with the codes that it lists", () => {
    expect(table("code", "means").map(([number]) => Number(number))).toEqual([0, ...Object.values(exitCodes)]);
  });
});

describe("the README's paths", () => {
  const isPath = (text: string): boolean => /^[\w.-]+(\/[\w.-]+)*\/?$/.test(text) && /\/|\.(ts|json|js|md)$/.test(text);
  // Made by the build, on the board, or by the user.
  const elsewhere = ["dist/", "manifest.json", "ding.json", "device.local.json"];
  const rooms = ["", "board/", "test/"];

  it.each(unique(inline.filter(isPath)).filter((path) => !elsewhere.includes(path)))("%s exists", (path) => {
    expect(rooms.some((room) => existsSync(room + path))).toBe(true);
  });

  it.each(unique([...readme.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map((match) => match[1] ?? "")))("the link to %s leads there", (link) => {
    if (!link.startsWith("#")) expect(existsSync(link)).toBe(true);
    else expect(readme).toMatch(new RegExp(`^#+ ${link.slice(1).replaceAll("-", " ")}$`, "im"));
  });
});

describe("the README's topics", () => {
  it("are those that the firmware uses", () => {
    const source = readFileSync("src/firmware/topics.ts", "utf8");
    const documented = table("topic", "from").map(([topic = ""]) => topic.replace("{base}", ""));
    const used = [...source.matchAll(/"(\/[a-z]+\/(?:[a-z]+)?)"/g)].map((match) => match[1] ?? "");
    expect(used.length).toBeGreaterThan(0);
    for (const part of used) expect(documented.some((topic) => topic.startsWith(part))).toBe(true);
    for (const topic of documented) expect(used.some((part) => topic.startsWith(part)), topic).toBe(true);
  });

  it("start with the base that is built in", () => {
    expect(readme).toContain(`\`{base}\` is \`${config.device.base}\``);
  });
});

describe("the README's configuration", () => {
  const leaves = (value: object, path = ""): [string, unknown][] =>
    Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
      typeof child === "object" && child !== null && !Array.isArray(child)
        ? leaves(child, `${path}${key}.`)
        : [[path + key, child] satisfies [string, unknown]],
    );

  it("has every key of flash.config.json with its default", () => {
    const documented = table("key", "default").map(([key, value]) => [key, value]);
    const builtIn = leaves(config.device).map(([key, value]) => [key, key === "sensors" ? "one, light, on D34" : JSON.stringify(value)]);
    expect(documented).toEqual(builtIn);
  });
});

describe("the README's flashes of the status LED", () => {
  it("are those of the firmware", () => {
    const source = readFileSync("src/firmware/status.ts", "utf8");
    const flashes = [...source.matchAll(/^ {2}\w+ = (\d+),$/gm)].map((match) => Number(match[1]));
    expect(table("flashes", "means").map(([number = ""]) => (number.startsWith("none") ? 0 : Number(number)))).toEqual(flashes);
  });
});
