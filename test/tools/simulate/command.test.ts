/** `npm start` as a user meets it: one line for each mistake, and a press that goes all the way. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { exitCodes } from "../../../src/tools/command-line/user-error.ts";
import { send } from "../../../src/tools/send/command.ts";
import { simulateCommand } from "../../../src/tools/simulate/command.ts";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { endAll, mistake, run, start } from "../commands.ts";
import { connack, connectPacket, deadPort, misbehavingBroker, subscribePacket } from "../mqtt/misbehaving-broker.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  endAll();
  vi.unstubAllEnvs();
  await Promise.all(open.splice(0).map((broker) => broker.close()));
});

describe("a mistake in npm start's options", () => {
  it.each([
    [["--port", "99999"], "'--port <n>' argument '99999' is invalid. It must be a whole number from 0 to 65535"],
    [["--port=-1"], "'--port <n>' argument '-1' is invalid"],
    [["--press-every", "NaN"], "'--press-every <ms>' argument 'NaN' is invalid"],
    [["--press-every", "50", "--port", "0"], "--press-every must be at least 200 ms"],
    [["--duration", "0"], "must be seconds, more than 0"],
    [["--events", "press,squeeze"], "It must be some of press, release, click, double, long"],
    [["--engine", "esp8266"], "Allowed choices are virtual, espruino"],
    [["--frobnicate"], "unknown option '--frobnicate'"],
    [["extra"], "too many arguments"],
    [["--broker", "http://host"], "http:// is not supported"],
    [["--broker", "host", "--port", "1884"], "--port is the embedded broker's"],
    [["--broker", "host", "--mdns"], "--mdns makes the embedded broker known: leave out --broker"],
    [["--username", "ann"], "add --broker"],
    [["--nodes", "0"], "It must be a whole number from 1 to 20"],
    [["--nodes", "21"], "It must be a whole number from 1 to 20"],
    [["--scenario", "no-such"], "--scenario: there is no file no-such, and no scenario of that name: those are outage"],
    [["--scenario", "outage", "--port", "0"], "--port does not go with --scenario"],
    [["--scenario", "outage", "--no-page"], "--no-page does not go with --scenario"],
    [["--no-page", "--open"], "--open is for the page: leave out --no-page"],
    [["--no-page", "--page-port", "0"], "--page-port is for the page"],
  ])("%j is one line and exit code 2", async (args, message) => {
    const { line, exitCode } = await mistake(simulateCommand(), args);
    expect(line).toContain(message);
    expect(line).not.toContain("\n");
    expect(exitCode).toBe(exitCodes.usage);
  });

  it.each([
    ["is not set", "", "needs the variable ESPRUINO"],
    ["names nothing", "/no/such/program", "ESPRUINO names /no/such/program, which is not a program"],
    ["names a folder", import.meta.dirname, "which is not a program"],
  ])("--engine espruino, when ESPRUINO %s, is named", async (_what, value, message) => {
    vi.stubEnv("ESPRUINO", value);
    const { line, exitCode } = await mistake(simulateCommand(), ["--engine", "espruino"]);
    expect(line).toContain(message);
    expect(exitCode).toBe(exitCodes.usage);
  });
});

describe("a folder that cannot be written", { timeout: 60_000 }, () => {
  it("is named in one line", async () => {
    const failure = Object.assign(new Error("EACCES: permission denied, mkdir 'dist'"), { code: "EACCES", path: "dist" });
    const folder = "../../../src/tools/node-build/build-folder.ts";
    vi.doMock(folder, () => ({ filesOfBuild: () => Promise.resolve([]), replaceBuild: () => Promise.reject(failure) }));
    const { line, exitCode } = await mistake(simulateCommand(), ["--port", "0"]);
    vi.doUnmock(folder);
    expect(line).toBe("start: no permission to write dist: work in a folder that belongs to you, such as a copy of this one");
    expect(exitCode).toBe(exitCodes.failed);
  });
});

describe("a broker that npm start cannot have", () => {
  it("is named with --port when the port is in use", async () => {
    const other = await EmbeddedBroker.start(0);
    open.push(other);
    const { code, stdout, stderr } = await run("start", ["--port", String(other.address.port)]);
    expect(stderr).toEqual([expect.stringMatching(/^start: port \d+ is in use.*--port/)]);
    expect([stdout, code]).toEqual([["Starting: building the node..."], exitCodes.usage]);
  });

  it("is named when nothing answers there", async () => {
    const port = await deadPort();
    const { line, exitCode } = await mistake(simulateCommand(), ["--broker", `mqtt://127.0.0.1:${port}`]);
    expect(line).toMatch(/^start: no broker listens at/);
    expect(exitCode).toBe(exitCodes.unreachable);
  });

  it("is named when it refuses, and the password is not printed", async () => {
    const scripted = await misbehavingBroker({ [connectPacket]: connack(5) });
    open.push(scripted);
    const args = ["--broker", scripted.url, "--username", "ann", "--password", "hush-hush"];
    const { line, exitCode } = await mistake(simulateCommand(), args);
    expect(line).toMatch(/^start: the broker at .* refuses the connection: not authorized/);
    expect(line).not.toContain("hush-hush");
    expect(exitCode).toBe(exitCodes.refused);
  });
});

// The first of these may have to build the node, which takes its seconds where other tests run beside it.
describe("npm start", { timeout: 60_000 }, () => {
  it("shows a press as a subscriber receives it, and the LED as a command switches it", async () => {
    const simulator = start("start", ["--port", "0", "--no-page", "--press-every", "250"]);
    const port = Number(/:(\d+) \(embedded\)/.exec(await simulator.line(/^ +broker +mqtt:/))?.[1]);
    await simulator.line(/status\/ding-virtual {2}online/);
    await simulator.line(/press {4}BOOT/);
    const press = await simulator.line(/"event":"press"/);
    expect(press).toMatch(/^ +\d+\.\d\d {2}message {2}\/kv6003\/sensor\/ding {2}\{"node":"ding-virtual","boot":1,/);

    await send({ host: "127.0.0.1", port }, { topic: "/kv6003/control/led", message: "on", qos: 1, retain: false }, 5000);
    await simulator.line(/LED {6}● on/);
    await simulator.line(/state\/ding-virtual\/led {2}\{"state":"on"/);

    simulator.kill("SIGINT");
    const { code, stdout, stderr } = await simulator.finished;
    expect(stdout.at(-1)).toMatch(/^ {2}pressed (\d+), received \1 \(\d+ messages in all\), lost: none$/);
    expect(stdout.join("\n")).not.toContain("\u001b");
    expect([code, stderr]).toEqual([0, []]);
  });

  it("sends readings of a light sensor of its own, and the events it is told to", async () => {
    const simulator = start("start", ["--port", "0", "--no-page", "--press-every", "1000", "--events", "release"]);
    await simulator.line(/"type":"reading","sensor":"light","value":0\.5/);
    await simulator.line(/"type":"button","event":"release"/);
    simulator.kill("SIGINT");
    const { code, stdout } = await simulator.finished;
    expect(stdout.join("\n")).not.toContain('"event":"press"');
    expect(code).toBe(0);
  });

  it("ends by Ctrl-C while a broker does not answer the subscription", async () => {
    let subscribed: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (subscribed = resolve));
    const scripted = await misbehavingBroker({ [connectPacket]: connack(0), [subscribePacket]: () => subscribed() });
    open.push(scripted);
    const simulator = start("start", ["--broker", scripted.url, "--no-page"]);
    await asked;
    simulator.kill("SIGINT");
    const { code, stderr } = await simulator.finished;
    expect([code, stderr]).toEqual([0, []]);
  });

  it("plays a scenario on virtual time", async () => {
    const { code, stdout, stderr } = await run("start", ["--scenario", "two-nodes"]);
    expect(stderr).toEqual([]);
    expect(stdout).toContain("    2.00  press    ding-virtual-2: BOOT");
    expect(stdout.at(-1)).toMatch(/^ {2}pressed 4, received 4 .*lost: none$/);
    expect(code).toBe(0);
  });

  it("ends with exit code 1 when a scenario has no time for all its presses", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "scenario-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, "many.json");
    writeFileSync(file, JSON.stringify({ name: "many", duration: 2, steps: [{ at: 1, press: 1000 }] }));
    const { code, stdout } = await run("start", ["--scenario", file]);
    expect(stdout).toContainEqual(
      expect.stringMatching(/^ +2\.00 {2}note +presses still to be made when the scenario ended: 99\d; give it a longer duration$/),
    );
    expect(stdout.at(-1)).toMatch(/lost: none$/);
    expect(code).toBe(exitCodes.failed);
  });

  it("serves the page, and several boards", async () => {
    const simulator = start("start", ["--port", "0", "--page-port", "0", "--nodes", "2"]);
    await simulator.line(/status\/ding-virtual-2 {2}online/);
    const url = /http:.*/.exec(await simulator.line(/^ {2}page {2}http:\/\/127\.0\.0\.1:\d+\/#token=/))?.[0] ?? "";
    expect(await (await fetch(url)).text()).toContain("<title>");
    simulator.kill("SIGINT");
    expect((await simulator.finished).code).toBe(0);
  });

  it("says which option to use when the page's port is taken", async () => {
    const other = await EmbeddedBroker.start(0);
    open.push(other);
    const { line, exitCode } = await mistake(simulateCommand(), ["--port", "0", "--page-port", String(other.address.port)]);
    expect(line).toMatch(/^start: port \d+ is in use: choose another for the page with --page-port/);
    expect(exitCode).toBe(exitCodes.usage);
  });

  it("takes a broker that is there, with a password, for so long as it is told", async () => {
    const other = await EmbeddedBroker.start(0, {
      authenticate: (_client, name, password, done) => done(null, name === "ann" && password?.toString() === "hush-hush"),
    });
    open.push(other);
    const args = ["--broker", `mqtt://ann:hush-hush@127.0.0.1:${other.address.port}`, "--duration", "1", "--press-every", "300", "--verbose", "--no-page"];
    const { code, stdout, stderr } = await run("start", args);
    expect(stderr).toEqual([]);
    const said = stdout.join("\n");
    expect(said).toMatch(/console {2}mqtt: connected .*ding-virtual-[0-9a-f]{4}/);
    expect(said).toContain("(outside)");
    expect(said).not.toContain("hush-hush");
    expect(stdout.at(-1)).toMatch(/pressed (\d+), received \1 .*lost: none/);
    expect(code).toBe(0);
  });
});
