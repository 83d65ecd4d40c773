/** `npm run build`, as a user runs it. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { projectOf } from "../../support/small-project.ts";
import { run } from "../commands.ts";

it("prints what each file weighs, what they may weigh together, and what is made only while it runs", { timeout: 60_000 }, async () => {
  const out = path.join(await projectOf({}), "out");
  const { code, stdout } = await run("build", ["--out", out]);
  expect(stdout.slice(0, 4)).toEqual([
    expect.stringMatching(/^doors\.js +\d+ bytes$/),
    expect.stringMatching(/^boot\.js +\d+ bytes$/),
    expect.stringMatching(/^ding\.js +\d+ bytes$/),
    expect.stringMatching(/^in all +\d+ bytes of \d+$/),
  ]);
  const moved = stdout.slice(4);
  expect(moved.find((line) => line.includes("resubscribe"))).toMatch(/^made only while they run \(connecting\): \w+(, \w+)+$/);
  // Nothing on the way of a press, a command or a packet.
  for (const line of moved) expect(line).not.toMatch(/\b(onEdge|takeCommand|applyCommand|publish|enqueue|onData|handlePublish|handlePuback)\b/);
  expect(code).toBe(0);
});

it("leaves a folder alone that holds other things than a build", async () => {
  const folder = await projectOf({ "thesis.txt": "all my work", "manifest.json": { name: "an extension" } });
  const { code, stdout, stderr } = await run("build", ["--out", folder]);
  expect(stderr).toEqual([`${folder} holds other things than a build, and is left as it is: give --out an empty folder`]);
  expect(stdout).toEqual([]);
  expect(code).toBe(1);
  expect((await readdir(folder)).toSorted()).toEqual(["manifest.json", "thesis.txt"]);
  expect(await readFile(path.join(folder, "thesis.txt"), "utf8")).toBe("all my work");
});

it("answers an unknown option with one line", async () => {
  const { code, stderr } = await run("build", ["--fast"]);
  expect(stderr).toEqual([expect.stringContaining("unknown option '--fast'")]);
  expect(code).not.toBe(0);
});
