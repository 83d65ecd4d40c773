/** `npm run configure`: a whole run, and the mistakes of a command line. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, it, onTestFinished } from "vitest";
import { exitCodes } from "../../../src/tools/command-line/user-error.ts";
import { configureCommand } from "../../../src/tools/configure/command.ts";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { endAll, mistake, run, type Finished } from "../commands.ts";
import { deadPort } from "../mqtt/misbehaving-broker.ts";
import { key } from "../node-client.ts";
import { FakeConfigNode } from "./fake-node.ts";

const folder = mkdtempSync(path.join(tmpdir(), "configure-"));
const keyFile = path.join(folder, "ding.key");
writeFileSync(keyFile, `${key}\n`);
afterEach(endAll);
afterAll(() => rmSync(folder, { recursive: true }));

/** A change that follows the rules, in more bytes than a node takes. */
const longFile = path.join(folder, "long.json");
const buttons = Array.from({ length: 30 }, (_, i) => ({ name: `a button with a long name, the ${i}th`, pin: "D12", events: ["press", "release"] }));
writeFileSync(longFile, JSON.stringify({ buttons }));

async function start(): Promise<EmbeddedBroker> {
  const broker = await EmbeddedBroker.start(0);
  onTestFinished(() => broker.close());
  return broker;
}

function configure(port: number, ...args: string[]): Promise<Finished> {
  return run("configure", ["--node", "hall", "--key-file", keyFile, "--broker", `mqtt://127.0.0.1:${port}`, ...args]);
}

describe("npm run configure", () => {
  it("changes a node's configuration, and says what becomes of it", async () => {
    const broker = await start();
    const node = await FakeConfigNode.at(broker, "hall");
    expect(await configure(broker.address.port, '{"health":60000}')).toEqual({
      code: 0,
      stdout: ["hall: restarts with it", "hall: online with it, on trial for a minute", "hall: keeps it"],
      stderr: [],
    });
    expect(node.requests.map(({ config }) => config)).toEqual([{ health: 60_000 }]);
  });

  it("takes it key by key, and warns of a password that it sends", async () => {
    const broker = await start();
    const node = await FakeConfigNode.at(broker, "hall");
    const { code, stdout } = await configure(broker.address.port, "--set", "console.password=hush", "--set", "mqtt.keepalive=60", "--unset", "sntp");
    expect(stdout[0]).toBe("Note: the change holds a password, and everybody who may read /kv6003/control/update/hall can read it");
    expect(stdout.join("\n")).not.toContain("hush");
    expect(node.requests[0]?.config).toEqual({ console: { password: "hush" }, mqtt: { keepalive: 60 }, sntp: null });
    expect(code).toBe(0);
  });

  it("takes it from a file, and warns of a password in a list", async () => {
    const broker = await start();
    await FakeConfigNode.at(broker, "hall", { refusal: "Storage has no room" });
    const file = path.join(folder, "change.json");
    writeFileSync(file, '{"wifi":[{"ssid":"hall"},{"ssid":"upstairs","password":"secret 12"}]}');
    const { code, stdout, stderr } = await configure(broker.address.port, "--file", file);
    expect(stdout).toEqual([expect.stringMatching(/^Note: the change holds a password/)]);
    expect(stderr).toEqual(["configure: hall refuses the change: Storage has no room"]);
    expect(code).toBe(exitCodes.failed);
  });

  it("says that no broker is there", async () => {
    const { code, stderr } = await configure(await deadPort(), "--set", "health=60000");
    expect(stderr).toEqual([expect.stringMatching(/^configure: no broker listens at/)]);
    expect(code).toBe(exitCodes.unreachable);
  });

  const whole = ["--node", "hall", "--key-file", keyFile];
  it.each([
    [["--key-file", "ding.key", "{}"], "say which node: --node <name>"],
    [["--node", "hall", "{}"], "--key-file <file> is missing"],
    [["--node", "+", "{}"], "It must be a node's name, which has no +, # or /"],
    [["--node", "hall", "--key-file", "nowhere/ding.key", '{"health":1}'], "nowhere/ding.key cannot be read: check the path"],
    [whole, "say what to change"],
    [[...whole, "{health:1}"], "the change is not JSON"],
    [[...whole, "--set", "health=1"], "the change is not right:\n  health must be 1000..86400000, got 1"],
    [[...whole, "--set", "mqtt.key=hush"], "mqtt.key can be set by cable only"],
    [[...whole, "--file", longFile], "and a node takes 2048 at once"],
    [[...whole, "--password", "p", "--set", "health=60000"], "a password needs a user name"],
    [["--base", "/kv6003/#"], "It must be the beginning of a node's topics, which has no + or #, and no / at its end"],
    [["--base", "/kv6003/"], "It must be the beginning of a node's topics"],
    [["--base", ""], "It must be the beginning of a node's topics"],
    [["--base", "C:/Program Files/Git/kv6003"], "Git Bash turned the leading slash into a Windows path: put MSYS_NO_PATHCONV=1 before the command"],
    [["--bogus"], "unknown option '--bogus'"],
  ])("%j is refused with exit code 2", async (args, message) => {
    const { line, exitCode } = await mistake(configureCommand(), args);
    expect(line).toContain(message);
    expect(line).not.toContain("hush");
    expect(exitCode).toBe(exitCodes.usage);
  });
});
