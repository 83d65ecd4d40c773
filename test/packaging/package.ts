/** The package tinymqtt, packed and installed into a project as a stranger would: from its tarball alone, offline. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { stagePackage } from "../../src/tools/pack/stage.ts";

const root = path.resolve(import.meta.dirname, "../..");
const run = promisify(execFile);

/** What a child's npm must not take over from the npm that runs the tests. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith("npm_")));

async function npm(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await run("npm", [...args, "--offline", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    env,
    shell: process.platform === "win32",
  });
  return stdout.trim();
}

/** A new project that has the package installed, with these files. */
export async function projectWithPackage(files: Readonly<Record<string, string>>): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "package-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const project = path.join(folder, "project");
  await stagePackage(root, path.join(folder, "tinymqtt"));
  await mkdir(project);
  const tarball = await npm(folder, "pack", "./tinymqtt");
  const all = { "package.json": JSON.stringify({ name: "stranger", private: true, type: "module" }), ...files };
  for (const [name, text] of Object.entries(all)) await writeFile(path.join(project, name), text);
  await npm(project, "install", path.join(folder, tarball));
  return { folder: project, remove };
}
