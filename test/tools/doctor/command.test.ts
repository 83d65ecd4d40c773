/** `npm run doctor` as a user has it: a virtual ESP32 at a serial port, what is printed, and the exit code. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { AccessPoint, RealNetwork, VirtualEsp32 } from "../../../board/virtual/index.ts";
import { knock } from "../../../src/tools/doctor/knock.ts";
import { doctorCommand } from "../../../src/tools/doctor/command.ts";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { buildNode } from "../../../src/tools/node-build/build-node.ts";
import { ptyPort, python } from "../../support/pty-port.ts";
import { dingFor, lineLike } from "../../node/node.ts";
import { endAll, mistake, run } from "../commands.ts";

/** Built with flash.config.json, whatever its user has changed in it, as the doctor itself does. */
let dist = "";
beforeAll(async () => {
  dist = mkdtempSync(join(tmpdir(), "dist-"));
  await buildNode(dist);
}, 60_000);
afterAll(() => rmSync(dist, { recursive: true }));
afterEach(() => endAll());

describe.skipIf(!python)("npm run doctor", () => {
  async function boardAtPort(ding?: object): Promise<string> {
    const accessPoint = new AccessPoint();
    accessPoint.ip = "127.0.0.1"; // where the doctor tries port 23
    const board = new VirtualEsp32({ network: new RealNetwork(), accessPoint });
    onTestFinished(() => board.discard());
    const lines: string[] = [];
    board.onLine((line) => lines.push(line));
    if (ding) board.install(dist, ding);
    await board.powerOn();
    if (ding) await lineLike(lines, /^mqtt: connected/);
    return (await ptyPort(board)).path;
  }

  it("ends with 0 when all is well", async () => {
    const broker = await EmbeddedBroker.start(0);
    onTestFinished(() => broker.close());
    const { code, stdout } = await run("doctor", ["--port", await boardAtPort(dingFor(broker))]);
    expect(stdout.at(-1)).toBe("All is well.");
    expect(stdout).toEqual(expect.arrayContaining([expect.stringMatching(/^ok {5}broker +connected to 127\.0\.0\.1:/)]));
    expect(code).toBe(0);
  });

  it("ends with 1 when something is wrong; --json is for programs", async () => {
    const { code, stdout } = await run("doctor", ["--json", "--port", await boardAtPort()]);
    const found = { what: "boot file", verdict: "wrong", found: "there is no .bootcde: nothing starts at power-on", todo: "npm run flash" };
    expect(JSON.parse(stdout.join("\n"))).toMatchObject({ well: false, findings: expect.arrayContaining([found]) as unknown });
    expect(code).toBe(1);
  });
});

describe("a knock", () => {
  it("tells an open port from a closed one", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await knock("127.0.0.1", port)).toBe("open");
    await new Promise((resolve) => server.close(resolve));
    expect(await knock("127.0.0.1", port)).toBe("closed");
  });
});

describe("npm run doctor, mistyped", () => {
  it("says that a port is not there", async () => {
    expect(await mistake(doctorCommand(), ["--port", "/dev/ttyUSB99"])).toMatchObject({
      line: expect.stringContaining("doctor: there is no port /dev/ttyUSB99") as unknown,
    });
  });

  it("knows no other options", async () => {
    expect(await mistake(doctorCommand(), ["--fix"])).toMatchObject({ exitCode: 2 });
  });
});
