/** `npm run update`: a whole run, and the mistakes of a command line. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { exitCodes } from "../../../src/tools/command-line/user-error.ts";
import { send } from "../../../src/tools/send/command.ts";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { updateCommand } from "../../../src/tools/update/command.ts";
import { endAll, mistake, run, start as startCommand, type Finished } from "../commands.ts";
import { deadPort } from "../mqtt/misbehaving-broker.ts";
import { refusingBroker } from "../mqtt/refusing-broker.ts";
import { key } from "../node-client.ts";
import { FakeNode } from "./fake-node.ts";

afterEach(endAll);

function keyFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "update-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "ding.key");
  writeFileSync(file, `${key}\n`);
  return file;
}

async function start(): Promise<EmbeddedBroker> {
  const broker = await EmbeddedBroker.start(0);
  onTestFinished(() => broker.close());
  return broker;
}

function update(port: number, ...args: string[]): Promise<Finished> {
  return run("update", [...args, "--key-file", keyFile(), "--broker", `mqtt://127.0.0.1:${port}`]);
}

describe("npm run update", () => {
  it("brings a node to the version that is built", { timeout: 120_000 }, async () => {
    const broker = await start();
    const node = await FakeNode.at(broker, "hall", { version: "0.9.0" });
    const { code, stdout, stderr } = await update(broker.address.port, "--node", "hall");
    expect(stderr).toEqual([]);
    expect(stdout[0]).toMatch(/^hall: 0\.9\.0 -> 1\.0\.0 \d+ bytes$/);
    expect(stdout.slice(1)).toEqual(["hall: has 1.0.0, and restarts into it", "hall: runs 1.0.0, on trial for a minute", "hall: runs 1.0.0"]);
    expect(code).toBe(0);
    expect(node.version).toBe("1.0.0");
    expect(node.received.subarray(0, 8).toString()).toBe("//1.0.0\n");
  });

  it("with --all stops at the first node that fails, and says which", { timeout: 120_000 }, async () => {
    const broker = await start();
    await FakeNode.at(broker, "attic", { version: "2.0.0", refusal: "it is older than 2.0.0, which runs: force is needed" });
    const hall = await FakeNode.at(broker, "hall", { version: "0.9.0" });
    const { code, stderr } = await update(broker.address.port, "--all");
    expect(stderr).toEqual(["update: attic refuses 1.0.0: it is older than 2.0.0, which runs: force is needed", "Stopped: 1 more node keeps its version"]);
    expect(code).toBe(exitCodes.failed);
    expect(hall.version).toBe("0.9.0");
  });

  it("with --serve installs what is built when Home Assistant asks", { timeout: 120_000 }, async () => {
    const broker = await start();
    const node = await FakeNode.at(broker, "hall", { version: "0.9.0" });
    const command = startCommand("update", ["--serve", "--key-file", keyFile(), "--broker", `mqtt://127.0.0.1:${broker.address.port}`]);
    await command.line(/^Offering 1\.0\.0 to Home Assistant/);
    await send(broker.address, { topic: "/kv6003/update/hall/install", message: "install", qos: 1, retain: false }, 5000);
    await command.line(/^hall: runs 1\.0\.0$/);
    command.kill("SIGINT");
    await command.finished;
    expect(node.version).toBe("1.0.0");
  });

  it("with --serve ends when the broker refuses the subscription to the requests", { timeout: 120_000 }, async () => {
    const broker = await EmbeddedBroker.start(0, {
      authorizeSubscribe: (_client, subscription, done) => done(null, subscription.topic.endsWith("/install") ? null : subscription),
    });
    onTestFinished(() => broker.close());
    const { code, stderr } = await update(broker.address.port, "--serve");
    expect(stderr).toEqual([expect.stringMatching(/^update: the broker at .* refuses the subscription to .*\/kv6003\/update\/\+\/install/)]);
    expect(code).toBe(exitCodes.refused);
  });

  it("with --serve ends when the broker, back after a loss, refuses the connection", { timeout: 120_000 }, async () => {
    const { broker, returnRefusing } = await refusingBroker();
    onTestFinished(() => broker.close());
    const command = startCommand("update", ["--serve", "--key-file", keyFile(), "--broker", `mqtt://127.0.0.1:${broker.address.port}`]);
    await command.line(/^Offering/);
    await returnRefusing();
    const { code, stderr } = await command.finished;
    expect(stderr).toEqual([expect.stringMatching(/^update: the broker at .* refuses the connection: not authorized/)]);
    expect(code).toBe(exitCodes.refused);
  });

  it("says that no broker is there", { timeout: 120_000 }, async () => {
    const { code, stderr } = await update(await deadPort(), "--node", "hall");
    expect(stderr).toEqual([expect.stringMatching(/^update: no broker listens at/)]);
    expect(code).toBe(exitCodes.unreachable);
  });

  it.each([
    [["--key-file", "ding.key"], "say which node: --node <name>, or --all"],
    [["--node", "hall", "--all"], "say which node: --node <name>, or --all"],
    [["--all", "--serve"], "or --serve for Home Assistant"],
    [["--node", "hall"], "--key-file <file> is missing"],
    [["--node", "+", "--key-file", "ding.key"], "It must be a node's name, which has no +, # or /"],
    [["--node", "hall", "--key-file", "nowhere/ding.key"], "nowhere/ding.key cannot be read: check the path"],
    [["--all", "--key-file", "package.json"], "package.json is no key file"],
    [["--base", "/kv6003/#"], "It must be the beginning of a node's topics, which has no + or #, and no / at its end"],
    [["--base", "/kv6003/"], "It must be the beginning of a node's topics"],
    [["--base", ""], "It must be the beginning of a node's topics"],
    [["--base", "C:/Program Files/Git/kv6003"], "Git Bash turned the leading slash into a Windows path: put MSYS_NO_PATHCONV=1 before the command"],
    [["--bogus"], "unknown option '--bogus'"],
  ])("%j is one line and exit code 2", async (args, message) => {
    const { line, exitCode } = await mistake(updateCommand(), args);
    expect(line).toContain(message);
    expect(line).not.toContain("\n");
    expect(exitCode).toBe(exitCodes.usage);
  });
});
