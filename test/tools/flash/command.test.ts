/** `npm run flash` as people run it: a process, a serial port, the real node, a broker. */
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { AccessPoint, RealNetwork, VirtualEsp32 } from "../../../board/virtual/index.ts";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { flashCommand } from "../../../src/tools/flash/command.ts";
import { boards, type MakeBoard } from "../../support/boards.ts";
import { ptyPort, python, type PtyPort } from "../../support/pty-port.ts";
import { again } from "../../tinymqtt/again.ts";
import { endAll, mistake, run, start, type RunningCommand } from "../commands.ts";
import { boardWith } from "../board-setup/flash-fixture.ts";

afterEach(() => endAll());

const password = "a secret of the Wi-Fi";

const rows = boards().map(([name, make]): [string, MakeBoard] => (name.startsWith("virtual") ? [name, makeVirtual] : [name, make]));

function makeVirtual(): VirtualEsp32 {
  const accessPoint = new AccessPoint();
  accessPoint.password = password;
  return new VirtualEsp32({ network: new RealNetwork(), accessPoint });
}

describe.skipIf(!python).each(rows)("npm run flash over a serial port to the %s", (name, make) => {
  it("makes a node of a bare board, and tells of it, but not the password", { ...again(name), timeout: 90_000 }, async () => {
    const broker = await EmbeddedBroker.start(0);
    onTestFinished(() => broker.close());
    const board = boardWith(make);
    await board.powerOn();
    const { path } = await ptyPort(board);
    const settings = ["--node", "hall", "--wifi", "virtual", "--broker", `${broker.address.host}:${broker.address.port}`];

    const done = await run("flash", ["--port", path, ...settings, "--verbose"], { DING_WIFI_PASSWORD: password });
    expect(done.stderr).toEqual([]);
    expect(done.code).toBe(0);
    const said = done.stdout.join("\n");
    expect(said).toMatch(/^Node: {4}hall, version [\d.]+, is up$/m);
    expect(said).toMatch(/^Broker: {2}connected$/m);
    expect(said).not.toContain(password);
    expect(await board.eval("ding.config.wifi.ssid")).toBe("virtual");
  });
});

/** A port to a board; `midway` is called once, while the node is being written. */
async function portTo(board: VirtualEsp32, midway: () => void): Promise<PtyPort> {
  let typed = 0;
  return ptyPort({
    type: (text) => {
      const before = typed;
      typed += text.length;
      board.type(text);
      if (before <= 5000 && typed > 5000) midway();
    },
    onOutput: (listener) => board.onOutput(listener),
  });
}

describe.skipIf(!python)("npm run flash, in its midst", () => {
  const settings = ["--wifi", "virtual", "--broker", "b", "-y"];

  it("says that the cable was pulled, and what to do", { timeout: 60_000 }, async () => {
    const board = boardWith(makeVirtual);
    await board.powerOn();
    const port: PtyPort = await portTo(board, () => port.vanish());
    const { code, stderr, stdout } = await run("flash", ["--port", port.path, ...settings], { DING_WIFI_PASSWORD: password });
    const said = /^flash: .* is gone: was the cable pulled\? Plug .* in and run npm run flash again/;
    expect({ code, stderr: stderr.join("\n"), stdout }).toMatchObject({ code: 1, stderr: expect.stringMatching(said) as unknown });
  });

  it("starts what the board ran before when it is ended by Ctrl-C", { timeout: 60_000 }, async () => {
    const board = boardWith(makeVirtual);
    await board.powerOn();
    const { path } = await portTo(board, () => flashing.kill("SIGINT"));
    const flashing: RunningCommand = start("flash", ["--port", path, ...settings], { DING_WIFI_PASSWORD: password });
    expect((await flashing.finished).code).toBe(130);
    await expect.poll(() => board.lastReboot).toBe("reboot");
  });
});

describe("npm run flash", () => {
  it.each([
    [["--erase", "--only-config"], "flash: --erase and --only-config do not go together: choose one"],
    [["--config", "/nowhere/ding.json"], "flash: /nowhere/ding.json cannot be read: check the path"],
    [["--broker", "mqtt://"], "flash: --broker: there is no host in it"],
    [["--baud", "fast"], "flash: option '--baud <n>' argument 'fast' is invalid. It must be a whole number from 300 to 4000000."],
    [["ding.js"], "flash: too many arguments"],
  ])("refuses %j before it looks for a board", async (args, message) => {
    const { line, exitCode } = await mistake(flashCommand(), args);
    expect(line).toContain(message);
    expect(exitCode).toBe(2);
  });
});
