/** The consoles that Espruino opens to anybody near: shut after every start, unless the configuration asks for them. */
import { connect } from "node:net";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import { release } from "../../board/shared/index.ts";
import type { VirtualEsp32 } from "../../board/virtual/index.ts";
import { espruino } from "../support/boards.ts";
import { buildFirst, builtDist } from "../support/dist.ts";
import { desk, type Desk } from "./desk.ts";
import { until, wait } from "./node.ts";

beforeAll(...buildFirst);

/** Whether somebody in the same Wi-Fi gets a console. */
function telnetIsOpen(board: VirtualEsp32): boolean {
  const session = board.telnet(() => undefined);
  session?.close();
  return session !== undefined;
}

/** A node with power, a second and a half later; `files` are in its Storage beside it, undefined takes one away. */
async function started(ding: object = {}, files: Record<string, string> = {}): Promise<Desk> {
  const all = await desk(ding);
  for (const [name, contents] of Object.entries(files)) all.board.put(name, contents);
  await all.board.powerOn();
  await all.clock.advance(1500);
  return all;
}

describe("on the virtual ESP32", () => {
  it("has an open console where the node is not, as the chip has", async () => {
    const { board, clock } = await desk();
    for (const name of board.flash.names()) board.flash.erase(name);
    board.put(".bootcde", 'require("Wifi").connect("virtual",{},function(){})');
    board.put("ding.json", '{"mqtt":{"password":"secret"}}');
    await board.powerOn();
    await clock.advance(1500);
    let heard = "";
    const session = board.telnet((text) => (heard += text));
    session?.type('\x10print(require("Storage").read("ding.json"))\n');
    await clock.advance(10);
    expect(heard).toContain("secret");
    expect(board.bluetoothIsOpen).toBe(true);
  });

  it("is shut once the node is online", async () => {
    const { board, lines } = await started();
    expect(lines).toContain("mqtt: connected as hall");
    expect(telnetIsOpen(board)).toBe(false);
    expect(board.bluetoothIsOpen).toBe(false);
  });

  it("stays shut in safe mode, and where the boot guard or the node is missing or throws", async () => {
    const join = 'require("Wifi").connect("virtual",{},function(){});';
    for (const files of [
      { "ding.b0": "000000031pxpxpx".padEnd(1024, "\xff"), ".boot2": join },
      { ".bootcde": join },
      { ".bootcde": `${join}throw new Error("guard")` },
      { "ding.js": `exports.start=function(){${join}throw new Error("node")}` },
    ]) {
      const { board } = await started({}, files);
      expect(await board.eval('require("Wifi").getStatus().station')).toBe("connected");
      expect(telnetIsOpen(board)).toBe(false);
      expect(board.bluetoothIsOpen).toBe(false);
    }
  });

  it("is shut again after reset() and load()", async () => {
    for (const again of ["reset()", "load()"]) {
      const { board, clock } = await started();
      board.type(`\x10${again}\n`);
      await clock.advance(1500);
      board.type('\x10require("Wifi").connect("virtual",{},function(){})\n');
      await clock.advance(1500);
      expect(telnetIsOpen(board)).toBe(false);
      expect(board.bluetoothIsOpen).toBe(false);
    }
  });

  it("stands open with console.remote, and the boot says so", async () => {
    const { board, lines } = await started({ console: { remote: true } });
    expect(lines).toContain("console: open without a password on TCP port 23 and Bluetooth, because console.remote is set");
    expect(telnetIsOpen(board)).toBe(true);
    expect(board.bluetoothIsOpen).toBe(true);
  });

  it("is nothing to a build that has neither", async () => {
    const { lines } = await started(
      {},
      { ".boot0": 'delete global.NRF;require=(function(r){return function(n){if(n=="TelnetServer")throw new Error("no module");return r(n)}})(require)' },
    );
    expect(lines.filter((line) => line.startsWith("Uncaught"))).toEqual([]);
    expect(lines).toContain("mqtt: connected as hall");
  });
});

describe.skipIf(!espruino)("on the real interpreter with --telnet", () => {
  /** The interpreter's own port; the chip's is 23. */
  const knock = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect({ host: "127.0.0.1", port: 2323 });
      const answer = (open: boolean): void => {
        socket.destroy();
        resolve(open);
      };
      socket.once("connect", () => answer(true)).once("error", () => answer(false));
    });

  async function withFiles(files: Record<string, string>): Promise<void> {
    const board = new LinuxEspruino(espruino, ["--telnet"]);
    onTestFinished(() => board.discard());
    for (const [name, contents] of Object.entries(files)) board.put(name, contents);
    release(board);
    await board.powerOn();
    await board.eval("0"); // once round the idle loop at least, where the port is opened
  }

  it("opens its port by itself, and not with the node's files", async () => {
    await withFiles({ ".bootcde": "0" });
    await expect.poll(knock).toBe(true);
  });

  it("is shut by the node's files, after reset() too", async () => {
    const board = new LinuxEspruino(espruino, ["--telnet"]);
    onTestFinished(() => board.discard());
    board.install(await builtDist(), {});
    release(board);
    await board.powerOn();
    expect(await knock()).toBe(false);
    board.type("\x10reset()\n");
    await board.eval("1");
    expect(await knock()).toBe(false);
  });
});

describe("console.password", () => {
  it.each([
    ["a node that runs", {}],
    ["safe mode", { "ding.b0": "000000031pxpxpx".padEnd(1024, "\xff") }],
  ])("is asked for in %s", async (_what, files) => {
    const { board, clock } = await started({ console: { password: "open sesame" } }, files);
    let heard = "";
    board.onOutput((text) => (heard += text));
    const type = async (text: string): Promise<string> => {
      heard = "";
      board.type(text);
      await clock.advance(100);
      return heard;
    };
    expect(await type('print("in"+"side")\n')).toMatch(/Invalid password\s+password>/);
    expect(await type("\x10print(ding.config.wifi)\n")).not.toContain("ssid");
    expect(await type("open sesame\n")).toContain("Logged in.");
    expect(await type('print("in"+"side")\n')).toContain("inside");
  });

  it.skipIf(!espruino)("is asked for by the real interpreter", async () => {
    const board = new LinuxEspruino(espruino);
    onTestFinished(() => board.discard());
    board.install(await builtDist(), { node: "hall", console: { password: "open sesame" } });
    let heard = "";
    board.onOutput((text) => (heard += text));
    const on = board.powerOn(); // asks the console whether it is there, again and again
    await until(
      () => /Invalid password/.test(heard) || undefined,
      () => "a refusal",
    );
    expect(heard).not.toContain("Logged in.");
    for (let attempt = 0; attempt < 10 && !heard.includes("Logged in."); attempt++) {
      board.type("\nopen sesame\n"); // ends what was typed by halves
      await wait(300);
    }
    await on;
    expect(await board.eval('"in"+"side"')).toBe("inside");
  });
});
