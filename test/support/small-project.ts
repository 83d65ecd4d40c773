/** A project of small sources in a folder of its own, for tests of the build. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import vm from "node:vm";
import { onTestFinished } from "vitest";
import { BuildError } from "../../src/tools/bundle/build-error.ts";

/** Writes these files below a new folder, which ends with the test; a value that is not text becomes JSON. */
export async function projectOf(files: Readonly<Record<string, unknown>>): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "build-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return root;
}

/** What a build that has to fail says. */
export async function mistakes(building: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await building.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof BuildError)) throw new Error(`it did not fail as it should, but gave ${String(error)}`);
  return error.lines;
}

/** What a program prints, and what it exports. */
export function evaluate(code: string): { printed: string[]; exports: Record<string, unknown> } {
  const printed: string[] = [];
  const exports: Record<string, unknown> = {};
  vm.runInNewContext(code, { print: (line: unknown) => printed.push(String(line)), exports });
  return { printed, exports };
}
