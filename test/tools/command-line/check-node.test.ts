/** A Node that the project does not run on is named in one line, before anything else can fail; which those are, the locked dependencies say. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };

const check = "src/tools/command-line/check-node.cjs";

/** Runs the check in a Node that takes itself for another version. */
function checkedBy(version: string): { status: number | null; said: string } {
  const fake = `Object.defineProperty(process,"versions",{value:Object.assign({},process.versions,{node:"${version}"})});require("./${check}")`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", fake], { encoding: "utf8" });
  return { status, said: stdout + stderr };
}

/** The oldest and the newest of each line of versions, and what comes next. */
const taken = ["20.19.0", "20.20.2", "20.99.0", "22.13.0", "22.99.0", "24.0.0", "25.1.0", "100.0.0"];
const refused = ["16.20.2", "18.20.4", "20.9.0", "20.18.99", "21.99.0", "22.4.0", "22.12.99", "23.99.0"];

it.each(refused)("refuses %s in one line", (version) => {
  const short = version.replace(/\.\d+$/, "");
  const said = `needs Node 20 (20.19 or newer), 22 (22.13 or newer), or 24 and newer; this is ${short}; get one from https://nodejs.org\n`;
  expect(checkedBy(version)).toEqual({ status: 1, said });
});

it.each(taken)("lets %s pass without a word", (version) => {
  expect(checkedBy(version)).toEqual({ status: 0, said: "" });
});

/** Whether a range takes a version, for what ranges of `engines` are made of: `20`, `^20.19.0`, `>=24` and `>= 10.x`, with `||` between. */
function takes(range: string, version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return range.split("||").some((part) => {
    const [, sign, lowest] = /^(\^|>=)? ?([\d.]+?)(?:\.x)?$/.exec(part.trim()) ?? [];
    if (lowest === undefined) throw new Error(`the range ${range} has a part that this test cannot read`);
    const [first = 0, second = 0, third = 0] = lowest.split(".").map(Number);
    const distance = major - first || minor - second || patch - third;
    return distance >= 0 && (sign === ">=" || major === first);
  });
}

interface LockFile {
  packages: Record<string, { engines?: { node?: string } }>;
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as LockFile;
/** What each locked package asks for, by its path. */
const ranges = Object.entries(lock.packages).flatMap(([name, { engines }]) =>
  name === "" || engines?.node === undefined ? [] : [{ name, range: engines.node }],
);

it("package.json and its lock file ask for just what the locked dependencies take", () => {
  const { node } = manifest.engines;
  expect(lock.packages[""]?.engines?.node).toBe(node);
  expect(ranges.length).toBeGreaterThan(100);
  for (const version of taken) {
    expect(takes(node, version), version).toBe(true);
    expect(
      ranges.filter(({ range }) => !takes(range, version)),
      version,
    ).toEqual([]);
  }
  for (const version of refused) {
    expect(takes(node, version), version).toBe(false);
    expect(
      ranges.filter(({ range }) => !takes(range, version)),
      version,
    ).not.toEqual([]);
  }
});

const ours = Object.entries<string>(manifest.scripts).filter(([, script]) => script.includes("tsx "));

it.each(ours)("goes before npm run %s", (_name, script) => {
  expect(script).toMatch(new RegExp(`^node ${check} && node --import tsx (src/tools|test/fuzz)/`));
});
