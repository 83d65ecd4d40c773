/** The doctor at boards in every state, on the virtual ESP32 and the real interpreter. */
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { ProgrammableBoard } from "../../../board/shared/index.ts";
import { examine } from "../../../src/tools/doctor/command.ts";
import type { Finding } from "../../../src/tools/doctor/diagnose.ts";
import { readDist } from "../../../src/tools/node-build/release.ts";
import { Cable } from "../../support/cable.ts";
import { boards } from "../../support/boards.ts";
import { buildFirst, builtDist } from "../../support/dist.ts";
import { redirection } from "../../support/mdns.ts";
import { again } from "../../tinymqtt/again.ts";
import { dingFor, flashed, lineLike, online, startBroker } from "../../node/node.ts";

beforeAll(...buildFirst);

interface Examined {
  all: Finding[];
  /** The words of a finding, with its verdict. */
  on: (what: string) => string[];
  wrong: string[];
  hadToWait: boolean;
  /** The ports that were tried. */
  knocked: string[];
}

/** @param kind Espruino's name of the board */
async function examinedAs(kind: string, board: ProgrammableBoard, telnetIsOpen = false): Promise<Examined> {
  const cable = new Cable(board);
  onTestFinished(() => cable.close());
  let hadToWait = false;
  const knocked: string[] = [];
  const expected = { board: kind, version: "2v29", release: readDist(await builtDist()) };
  const all = await examine(cable, 115_200, expected, {
    patience: 5_000,
    waiting: () => (hadToWait = true),
    knock: (host, port) => {
      knocked.push(`${host}:${port}`);
      return Promise.resolve(telnetIsOpen ? "open" : "closed");
    },
  });
  return {
    all,
    on: (what) => all.filter((finding) => finding.what === what).map(({ verdict, found }) => `${verdict}: ${found}`),
    wrong: all.filter(({ verdict }) => verdict === "wrong").map(({ what }) => what),
    hadToWait,
    knocked,
  };
}

describe.each(boards())("the doctor on the %s", (name, make) => {
  const tries = again(name);
  const examined = (board: ProgrammableBoard): Promise<Examined> => examinedAs(name === "real interpreter" ? "LINUX" : "ESP32", board);

  it("finds a healthy node all right, at once", tries, async () => {
    const { board } = await online(make);
    const { all, on, wrong, hadToWait, knocked } = await examined(board);
    expect(wrong).toEqual([]);
    expect(knocked).toEqual([expect.stringMatching(/^(192\.168\.4\.2|127\.0\.0\.1):23$/)]);
    expect(all.map(({ what }) => what)).toEqual([
      "Espruino",
      "doors",
      "Telnet",
      "Bluetooth",
      "boot file",
      "node",
      "boot guard",
      "runs",
      "configuration",
      "Wi-Fi",
      "broker",
      "memory",
      "Storage",
    ]);
    expect(all.every(({ verdict }) => verdict === "right")).toBe(true);
    expect(on("node")).toEqual([expect.stringMatching(/ding\.js is \d+\.\d+\.\d+, up to date$/)]);
    expect(on("Wi-Fi")).toEqual(["right: connected to virtual, -58 dBm"]);
    expect(on("broker")).toEqual([expect.stringMatching(/^right: connected to 127\.0\.0\.1:\d+, 0 messages wait, 0 dropped$/)]);
    expect(hadToWait).toBe(false);
  });

  it("changes nothing: Storage, the node and its connection are as before", tries, async () => {
    const { board, listener } = await online(make);
    const storage = (): Promise<string> => board.eval('require("Storage").list().map(function(n){return n+E.CRC32(require("Storage").read(n))}).join()');
    // The interpreter makes its own, such as SyntaxError, when they are first needed.
    const globals = async (): Promise<string[]> => (await board.eval("Object.keys(global).join()")).split(",").filter((name) => !name.endsWith("Error"));
    const before = { storage: await storage(), globals: await globals() };
    await examined(board);
    expect({ storage: await storage(), globals: await globals() }).toEqual(before);
    expect(listener.on("/kv6003/status/hall").map(({ payload }) => payload)).toEqual(["online"]);
  });

  it("finds a bare board bare, and says one thing to do", tries, async () => {
    const board = make();
    onTestFinished(() => board.discard());
    await board.powerOn();
    const { all, wrong } = await examined(board);
    const isVirtual = name.startsWith("virtual");
    expect(wrong).toEqual(["doors", ...(isVirtual ? ["Bluetooth"] : []), "boot file", "node"]);
    expect(new Set(all.flatMap(({ todo }) => todo ?? []))).toEqual(new Set(["npm run flash"]));
  });

  it("repeats what the node says of a broken configuration, each by itself, and no password", tries, async () => {
    const broker = await startBroker();
    const { mqtt } = dingFor(broker);
    const wifi = { ssid: "virtual", password: "a secret" };
    const { board } = await flashed(make, {
      ...dingFor(broker),
      wifi,
      mqtt: { ...mqtt, keepalive: "x", password: "another secret" },
      quue: 5,
      buttons: [{ name: "door", pin: "D2" }],
    });
    await board.powerOn();
    const { all, on } = await examined(board);
    expect(on("configuration")).toEqual([
      'wrong: mqtt.keepalive must be 5..65535, got "x"; using 30',
      "wrong: unknown key quue",
      'wrong: buttons[0].pin must be a pin for button, got "D2": it is taken by led; leaving it out',
    ]);
    expect(JSON.stringify(all)).not.toContain("secret");
  });

  it("calls doors wrong that stand open, though they were asked for", tries, async () => {
    const { board } = await online(make, { console: { remote: true } });
    const { all, on, wrong } = await examinedAs(name === "real interpreter" ? "LINUX" : "ESP32", board, true);
    const isVirtual = name.startsWith("virtual");
    expect(wrong).toEqual(["Telnet", ...(isVirtual ? ["Bluetooth"] : [])]);
    expect(on("Telnet")).toEqual([expect.stringMatching(/^wrong: port 23 at [\d.]+ is open: anyone in the network/)]);
    expect(all.find(({ what }) => what === "Telnet")?.todo).toMatch(/^take "console": \{"remote": true\} out of the configuration/);
  });

  it("says what a configuration lacks, and does not wait for a connection that cannot come", tries, async () => {
    const { board } = await flashed(make);
    await board.powerOn();
    const { on, hadToWait } = await examined(board);
    expect(on("configuration")).toEqual(["wrong: no ding.json in Storage; using the defaults", "wrong: wifi.ssid is missing", "wrong: mqtt.host is missing"]);
    expect(on("Wi-Fi")).toEqual(["unknown: not configured"]);
    expect(hadToWait).toBe(false);
  });

  it("tells safe mode, and how to get out of it", tries, async () => {
    const { board, lines } = await flashed(make, {});
    board.put("ding.b0", "000000001pxpxpx".padEnd(1024, "\xff"));
    await board.powerOn();
    await lineLike(lines, /^SAFE MODE/);
    const { all, on, wrong } = await examined(board);
    expect(on("boot guard")).toEqual(["wrong: boot 4: SAFE MODE, since three boots in a row crashed or hung within a minute"]);
    expect(all.find(({ what }) => what === "boot guard")?.todo).toMatch(/npm run console/);
    expect(wrong).toContain("runs");
    expect(on("node")).toEqual([expect.stringContaining("right")]);
  });

  it("waits to hear why there is no Wi-Fi, and blames nothing else for it", tries, async () => {
    const broker = await startBroker();
    const { board, lines } = await flashed(make, dingFor(broker));
    await board.powerOn();
    board.cutWifi();
    await lineLike(lines, /^wifi: .*; trying again/);
    const { on, wrong, hadToWait } = await examined(board);
    expect(wrong).toEqual(["Wi-Fi"]);
    expect(on("Wi-Fi")).toEqual([expect.stringMatching(/^wrong: not connected to virtual: (NO_AP_FOUND|BEACON_TIMEOUT|virtual is not in range)$/)]);
    expect(hadToWait).toBe(true);
  });

  it("waits to hear why the broker refuses", tries, async () => {
    const refusal = Object.assign(new Error("no"), { returnCode: 4 });
    const broker = await startBroker({ authenticate: (_client, _username, _password, done) => done(refusal, false) });
    const { board } = await flashed(make, dingFor(broker));
    await board.powerOn();
    const { all, on, wrong } = await examined(board);
    expect(wrong).toEqual(["broker"]);
    expect(on("broker")).toEqual([
      expect.stringMatching(/^wrong: not connected to 127\.0\.0\.1:\d+: refused: bad username or password \(4\), 0 messages wait/),
    ]);
    expect(all.find(({ what }) => what === "broker")?.todo).toMatch(/^check the user name and the password/);
  });

  it("waits to hear that there is no broker", tries, async () => {
    const broker = await startBroker();
    const ding = dingFor(broker);
    await broker.close();
    const { board } = await flashed(make, ding);
    await board.powerOn();
    const { on, wrong } = await examined(board);
    expect(wrong).toEqual(["broker"]);
    expect(on("broker")).toEqual([expect.stringMatching(/: connect failed: /)]);
  });

  it("waits to hear that no broker can be found", tries, async () => {
    const nobody = 9; // the port "discard"
    const { board } = await flashed(make, { ...dingFor(await startBroker()), mqtt: { host: "mdns" } });
    board.put(".boot2", redirection(nobody));
    await board.powerOn();
    const { on } = await examined(board);
    expect(on("broker")).toEqual([expect.stringMatching(/^wrong: not connected to a broker found by mDNS: no broker answered by mDNS, 0 messages wait/)]);
  });

  it("sees that another node than the sources' is on the board", tries, async () => {
    const { board } = await online(make);
    await board.powerOff();
    board.put("ding.js", "exports.start=function(){}");
    await board.powerOn();
    const { on, wrong } = await examined(board);
    expect(on("node")).toEqual([expect.stringMatching(/^wrong: ding\.js is not the \d+\.\d+\.\d+ that the sources build$/)]);
    expect(wrong).toEqual(["node", "runs"]);
  });
});
