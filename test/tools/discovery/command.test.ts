/** `npm run discovery`, as a user runs it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { run } from "../commands.ts";

/** A ding.json in a folder that goes with the test. */
function dingFile(ding: object): string {
  const folder = mkdtempSync(path.join(tmpdir(), "discovery-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "ding.json");
  writeFileSync(file, JSON.stringify(ding));
  return file;
}

it("prints topic and document, to read and to send", async () => {
  const args = ["--config", dingFile({ base: "haus/7", discovery: "ha" }), "--node", "Küche"];
  const { code, stdout } = await run("discovery", args);
  expect([code, stdout[0]]).toEqual([0, expect.stringMatching(/^ha\/device\/K_che-[\da-f]+\/config$/)]);
  const document: unknown = JSON.parse(stdout.slice(1).join(""));
  expect(document).toMatchObject({ dev: { name: "Küche" }, avty_t: "haus/7/status/Küche" });
  const alone = await run("discovery", [...args, "--payload"]);
  expect(alone.stdout.map((line) => JSON.parse(line) as unknown)).toEqual([document]);
});

it.each<[ding: object, args: string[], message: RegExp]>([
  [{}, [], /^discovery: the node's name is missing: give --node <name>, such as ding-40c4ff$/],
  [{ queue: 0 }, ["--node", "hall"], /^discovery: .*ding\.json is not right:\n {2}queue must be 1\.\.1000, got 0$/],
])("of %j says what is wrong", async (ding, args, message) => {
  const { code, stderr } = await run("discovery", ["--config", dingFile(ding), ...args]);
  expect([code, stderr.join("\n")]).toEqual([2, expect.stringMatching(message)]);
});
