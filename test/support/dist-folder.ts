/** Vitest's global set-up: one folder for all test files of a run, in which the first that needs dist/ builds it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    distFolder: string;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "dist-"));
  project.provide("distFolder", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
