/** A Node that is too old is named in one line, before anything else can fail. */
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };

const check = "src/tools/command-line/check-node.cjs";

/** Runs the check in a Node that takes itself for another version. */
function checkedBy(version: string): { status: number | null; said: string } {
  const fake = `Object.defineProperty(process,"versions",{value:Object.assign({},process.versions,{node:"${version}"})});require("./${check}")`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", fake], { encoding: "utf8" });
  return { status, said: stdout + stderr };
}

it.each(["16.20.2", "18.20.4", "20.9.0", "20.18.3"])("refuses %s in one line", (version) => {
  const short = version.replace(/\.\d+$/, "");
  expect(checkedBy(version)).toEqual({ status: 1, said: `needs Node 20.19 or newer, this is ${short}; get a newer one from https://nodejs.org\n` });
});

it.each(["20.19.0", "20.20.2", "22.4.0", "100.0.0"])("lets %s pass without a word", (version) => {
  expect(checkedBy(version)).toEqual({ status: 0, said: "" });
});

it("asks for what package.json asks for", () => {
  expect(manifest.engines.node).toBe(">=20.19");
});

const ours = Object.entries<string>(manifest.scripts).filter(([, script]) => script.includes("tsx "));

it.each(ours)("goes before npm run %s", (_name, script) => {
  expect(script).toMatch(new RegExp(`^node ${check} && node --import tsx (src/tools|test/fuzz)/`));
});
