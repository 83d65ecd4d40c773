/** What a release needs: one version everywhere, and a workflow that runs what contributors run. */
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { format } from "prettier";
import { describe, expect, it, onTestFinished } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { build } from "../src/tools/node-build/build-dist.ts";

const read = (file: string): string => readFileSync(path.resolve(import.meta.dirname, "..", file), "utf8");
const { version } = manifest;

describe("the version", () => {
  it("is three numbers", () => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it("is the client's too", () => {
    expect(JSON.parse(read("src/tinymqtt/package.json"))).toMatchObject({ version });
  });

  it("is in the lock file", () => {
    const lock = JSON.parse(read("package-lock.json")) as { version: string; packages: Record<string, { version?: string }> };
    expect([lock.version, lock.packages[""]?.version, lock.packages["src/tinymqtt"]?.version]).toEqual([version, version, version]);
  });

  it("begins the change log, with a day or the words that there is none yet", () => {
    const [heading] = /^## .*$/m.exec(read("CHANGELOG.md")) ?? [];
    expect(heading?.startsWith(`## ${version} (`)).toBe(true);
    expect(heading).toMatch(/ \((not yet released|\d{4}-\d\d-\d\d)\)$/);
  });

  it("is in the name of the tarball that the client's README installs", () => {
    expect(read("src/tinymqtt/README.md").match(/tinymqtt-[\d.]+\.tgz/g)).toEqual([`tinymqtt-${version}.tgz`]);
  });

  it("is in the build's manifest", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "release-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const built = await build(path.join(folder, "dist"), { programs: [] });
    expect(built.manifest.version).toBe(version);
  });
});

describe("the page about releasing", () => {
  it.each(["check", "build", "pack"] as const)("takes npm run %s, which exists", (script) => {
    expect(read("docs/releasing.md")).toContain(`\`npm run ${script}\``);
    expect(manifest.scripts[script]).not.toBe("");
  });
});

describe("the workflow", () => {
  const workflow = read(".github/workflows/ci.yml");

  it("is YAML", async () => {
    expect(await format(workflow, { parser: "yaml", printWidth: 160 })).toBe(workflow);
    await expect(format(`${workflow}  - [`, { parser: "yaml" })).rejects.toThrow();
  });

  it("runs .ci/run, which may be run, and nothing else", () => {
    expect([...workflow.matchAll(/^ +- run: (.*)$/gm)].map(([, command]) => command)).toEqual([".ci/run"]);
    accessSync(path.resolve(import.meta.dirname, "../.ci/run"), constants.X_OK);
  });

  it("runs it on the oldest major version of Node that package.json allows", () => {
    const [oldest = ""] = /\d+/.exec(manifest.engines.node) ?? [];
    expect(/node: \[(.*)\]/.exec(workflow)?.[1]?.split(", ")).toContain(oldest);
  });

  it("may read the repository, and has a limit of time", () => {
    expect(workflow).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    expect(workflow).toMatch(/^ {4}timeout-minutes: \d+$/m);
  });

  it("takes each action at a major version", () => {
    const actions = [...workflow.matchAll(/uses: (.*)$/gm)].map(([, action]) => action);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/^actions\/\w+@v\d+$/);
  });
});
