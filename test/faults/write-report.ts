/** Vitest's global set-up: a folder for the outcomes of a run, of which docs/faults.md is written at its end, if REPORT asks for it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { outcomesIn } from "./outcomes.ts";
import { report } from "./report.ts";

declare module "vitest" {
  export interface ProvidedContext {
    outcomesFolder: string;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "outcomes-"));
  project.provide("outcomesFolder", folder);
  return () => {
    if (process.env["REPORT"]) writeFileSync("docs/faults.md", report(outcomesIn(folder), ranOn()));
    rmSync(folder, { recursive: true, force: true });
  };
}

function ranOn(): { date: string; node: string; espruino: string | undefined } {
  const binary = process.env["ESPRUINO"];
  const date = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const espruino = binary ? /\dv[\w.]+/.exec(execFileSync(binary, ["-e", "print(process.version)"], { encoding: "utf8" }))?.[0] : undefined;
  return { date, node: process.versions.node, espruino };
}
