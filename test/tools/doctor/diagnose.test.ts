/** The diagnosis: of a healthy board, then with one thing changed at a time. */
import { describe, expect, it } from "vitest";
import { crc32 } from "node:zlib";
import type { ProbedBoard } from "../../../src/tools/doctor/probe.ts";
import { diagnose, type Expected, type Finding } from "../../../src/tools/doctor/diagnose.ts";
import { reportLines } from "../../../src/tools/doctor/report.ts";
import { Mark } from "../../../src/firmware/journal.ts";

const release = { version: "1.2.0", boot: "boot guard", doors: "the doors", node: "the node" };
const expected: Expected = { board: "ESP32", version: "2v29", release };

function sum(text: string): { bytes: number; crc32: number } {
  return { bytes: text.length, crc32: crc32(Buffer.from(text)) };
}

const nodeFacts = { up: 3600, complaints: [], ssid: "home", broker: "broker:1883", isConnected: true, queued: 0, dropped: 0, remoteConsole: false };

const healthy: ProbedBoard = {
  version: "2v29",
  board: "ESP32",
  bluetooth: "off",
  free: 500_000,
  names: [".bootcde", "ding.js", "ding.json", "ding.b0"],
  files: new Map([
    [".bootcde", sum("boot guard")],
    ["ding.js", sum("the node")],
    ["ding.json", sum("{}")],
    [".boot1", sum("the doors")],
  ]),
  journal: { boots: 7, failures: 0, restart: "", restarts: 0, slot: Mark.First, trial: "", isTurnOfOld: false, hasCrashed: false, end: 16 },
  journalFile: "ding.b0",
  reservedJournals: ["ding.b1"],
  config: "{}",
  discovery: undefined,
  serial: "24:0A:C4:40:C4:FF",
  foreignBoot3: false,
  safeMode: false,
  memory: { used: 800, total: 5000 },
  node: nodeFacts,
  wifi: { isConnected: true, ssid: "home", ip: "10.0.0.7", rssi: -60 },
  telnet: "closed",
  heard: {},
};

function on(what: string, change: Partial<ProbedBoard>, against: Partial<Expected> = {}): Finding | undefined {
  return diagnose({ ...healthy, ...change }, { ...expected, ...against }).find((finding) => finding.what === what);
}

function files(...more: [name: string, contents: string][]): ProbedBoard["files"] {
  return new Map(more.map(([name, contents]) => [name, sum(contents)]));
}

describe("a healthy board", () => {
  it("has nothing wrong, nor anything that cannot be told", () => {
    expect(diagnose(healthy, expected).filter(({ verdict }) => verdict !== "right")).toEqual([]);
  });

  it("may run from the second slot", () => {
    const change = {
      files: files([".bootcde", "boot guard"], ["ding2.js", "the node"], ["ding.js", "an old one"]),
      journal: { ...healthy.journal, slot: Mark.Second } as const,
    };
    expect(on("node", change)).toEqual({ what: "node", verdict: "right", found: "ding2.js is 1.2.0, up to date" });
  });

  it("may have an update on trial", () => {
    const change = { journal: { ...healthy.journal, trial: Mark.Trial } } as const;
    expect(on("update", change)).toMatchObject({ verdict: "right", found: "ding2.js is on trial: it stays once it is online and has run for a minute" });
  });

  it("may be young, and may have been switched off early once before", () => {
    expect(on("boot guard", { node: { ...nodeFacts, up: 5 }, journal: { ...healthy.journal, failures: 2 } })).toMatchObject({
      verdict: "right",
      found: "boot 7, the one before did not last a minute",
    });
  });

  it.each(["2v29.277", "2v30", "3v00"])("may have Espruino %s", (version) => {
    expect(on("Espruino", { version })?.verdict).toBe("right");
  });

  it("may have an older Espruino than the one tested on: that is no fault, but it is said", () => {
    expect(on("Espruino", { version: "2v21" })).toMatchObject({
      verdict: "unknown",
      found: expect.stringMatching(/^2v21 on ESP32: older than 2v29.*--interpreter/) as string,
    });
  });

  it("may have Espruino on a newer ESP-IDF", () => {
    expect(on("Espruino", { board: "ESP32_IDF4" })?.verdict).toBe("right");
  });

  it("may have Bluetooth on, with its console closed at each start, or none", () => {
    expect(on("Bluetooth", { bluetooth: "on" })).toMatchObject({ verdict: "right", found: expect.stringContaining("on, but closed at each start") as unknown });
    expect(on("Bluetooth", { bluetooth: "none" })).toEqual({ what: "Bluetooth", verdict: "right", found: "this Espruino has none" });
  });

  it("may have just the room for which the node takes an update", () => {
    expect(on("Storage", { free: 8192 + "the node".length })?.verdict).toBe("right");
  });

  it("may be out of this computer's reach", () => {
    expect(on("Telnet", { telnet: "unreachable" })).toMatchObject({ verdict: "unknown" });
  });

  it.each<[wifi: ProbedBoard["wifi"], reason: string]>([
    [undefined, "the board has no Wi-Fi"],
    [{ isConnected: false, ssid: "", ip: "", rssi: undefined }, "the board is not connected to a network"],
    [{ isConnected: true, ssid: "home", ip: "", rssi: -60 }, "the board has no address yet"],
  ])("may not have been tried over Telnet, with Wi-Fi %o", (wifi, reason) => {
    expect(on("Telnet", { wifi, telnet: undefined })).toEqual({ what: "Telnet", verdict: "unknown", found: `not tried: ${reason}` });
  });

  it("is told so when there is nothing to compare with", () => {
    const all = diagnose(healthy, { ...expected, release: undefined });
    expect(all.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
    expect(all.filter(({ verdict }) => verdict === "unknown").map(({ what }) => what)).toEqual(["doors", "boot file", "node"]);
  });
});

describe("what is wrong is found, with what to do", () => {
  it.each<[what: string, change: Partial<ProbedBoard>, found: string, todo: RegExp]>([
    ["Espruino", { board: "PUCKJS" }, "2v29 on PUCKJS", /made for ESP32/],
    ["Espruino", { board: "ESP32C3_IDF4" }, "2v29 on ESP32C3_IDF4", /another board/],
    [
      "doors",
      { files: files(["ding.js", "the node"]) },
      "there is no .boot1: Espruino's consoles are open to everyone in the Wi-Fi and near the board",
      /^npm run flash$/,
    ],
    ["Telnet", { telnet: "open" }, "port 23 at 10.0.0.7 is open: anyone in the network reaches the board's console", /^npm run flash$/],
    [
      "Telnet",
      { telnet: "open", node: { ...nodeFacts, remoteConsole: true } },
      "port 23 at 10.0.0.7 is open: anyone in the network reaches the board's console",
      /^take "console"/,
    ],
    ["Bluetooth", { bluetooth: "on", files: files() }, "on, and open: anyone nearby reaches the board's console", /^npm run flash$/],
    ["Bluetooth", { bluetooth: "on", files: files([".boot1", "other doors"]) }, "on, and open: anyone nearby reaches the board's console", /^npm run flash$/],
    [
      "Bluetooth",
      { bluetooth: "on", node: { ...nodeFacts, remoteConsole: true } },
      "on, and open: anyone nearby reaches the board's console",
      /^take "console"/,
    ],
    ["boot file", { files: files(["ding.js", "the node"]) }, "there is no .bootcde: nothing starts at power-on", /^npm run flash$/],
    ["boot file", { files: files([".bootcde", "old"]) }, ".bootcde differs from what the sources build", /^npm run flash$/],
    ["node", { files: files([".bootcde", "boot guard"]) }, "there is no node in Storage", /^npm run flash$/],
    ["node", { files: files(["ding.js", "old"]) }, "ding.js is not the 1.2.0 that the sources build", /^npm run flash$/],
    [
      "boot guard",
      { safeMode: true, node: undefined },
      "boot 7: SAFE MODE, since three boots in a row crashed or hung within a minute",
      /npm run console, then press EN/,
    ],
    [
      "boot guard",
      { journal: { ...healthy.journal, failures: 3 }, node: { ...nodeFacts, up: 9 } },
      "boot 7, and 2 before it did not last a minute",
      /power supply/,
    ],
    [
      "update",
      { journal: { ...healthy.journal, trial: Mark.TrialCrashed } },
      "ding2.js crashed, hung or was reset on trial, so the version before it runs again",
      /npm run flash/,
    ],
    [
      "update",
      { journal: { ...healthy.journal, trial: Mark.TrialOffline } },
      "ding2.js did not get online on trial, so the version before it runs again",
      /npm run flash/,
    ],
    [
      "boot guard",
      { foreignBoot3: true },
      "a .boot3 runs before it, which is not this project's",
      /^if you do not need it: npm run console, then type require\("Storage"\)\.erase\("\.boot3"\)$/,
    ],
    ["runs", { node: undefined }, "no node is running", /npm run console/],
    ["configuration", { node: { ...nodeFacts, complaints: ["led.pin must be a pin"] } }, "led.pin must be a pin", /--only-config/],
    ["configuration", { node: { ...nodeFacts, ssid: "" } }, "wifi.ssid is missing", /--only-config/],
    ["configuration", { node: { ...nodeFacts, broker: "" } }, "mqtt.host is missing", /--only-config/],
    [
      "Wi-Fi",
      { wifi: { isConnected: false, ssid: "", ip: "", rssi: undefined }, heard: { wifi: "AUTH_FAIL" } },
      "not connected to home: AUTH_FAIL",
      /password.*2\.4 GHz/,
    ],
    ["Wi-Fi", { wifi: { isConnected: true, ssid: "home", ip: "10.0.0.7", rssi: -88 } }, "connected to home, -88 dBm: weak", /move the board/],
    [
      "broker",
      { node: { ...nodeFacts, isConnected: false, queued: 3 }, heard: { mqtt: "refused: not authorized (5)" } },
      "not connected to broker:1883: refused: not authorized (5), 3 messages wait, 0 dropped",
      /the user name and the password/,
    ],
    ["broker", { node: { ...nodeFacts, isConnected: false } }, "not connected to broker:1883, 0 messages wait, 0 dropped", /is it running/],
    ["memory", { memory: { used: 4700, total: 5000 } }, "4700 of 5000 JsVars in use", /fewer sensors/],
    ["Storage", { free: 8192 + "the node".length - 1 }, "8 KB free for the largest file, an update needs 9", /^npm run flash$/],
  ])("%s, when %o", (what, change, found, todo) => {
    const finding = on(what, change);
    expect(finding).toMatchObject({ verdict: "wrong", found });
    expect(finding?.todo).toMatch(todo);
  });

  it("only where nothing else is to be mended first", () => {
    const offline = { node: { ...nodeFacts, isConnected: false }, wifi: { isConnected: false, ssid: "", ip: "", rssi: undefined } };
    expect(on("broker", offline)?.verdict).toBe("unknown");
    const nothing = { files: files(), node: undefined, journal: { ...healthy.journal, boots: 0, end: 0 } };
    expect(
      diagnose({ ...healthy, ...nothing }, expected)
        .filter(({ verdict }) => verdict === "wrong")
        .map(({ what }) => what),
    ).toEqual(["doors", "boot file", "node"]);
  });
});

describe("the report", () => {
  it("has a line for each finding, what to do below it, and the sum", () => {
    expect(
      reportLines([
        { what: "node", verdict: "right", found: "ding.js is 1.2.0" },
        { what: "Wi-Fi", verdict: "wrong", found: "not connected", todo: "look" },
        { what: "broker", verdict: "unknown", found: "not connected" },
      ]),
    ).toEqual([
      "ok     node           ding.js is 1.2.0",
      "WRONG  Wi-Fi          not connected",
      "                      -> look",
      "  -    broker         not connected",
      "",
      "1 thing is wrong.",
    ]);
    expect(reportLines([]).at(-1)).toBe("All is well.");
  });

  it("shows control characters in what the board says as text", () => {
    expect(reportLines([{ what: "Wi-Fi", verdict: "right", found: "connected to \x1b[2J" }])[0]).toContain("\\x1b[2J");
  });
});
