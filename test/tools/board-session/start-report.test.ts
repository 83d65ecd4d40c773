/** What the user reads while a node starts. */
import { expect, it, onTestFinished } from "vitest";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import { bundleForEspruino } from "../../../src/tools/bundle/bundle.ts";
import { StartReport } from "../../../src/tools/board-session/start-report.ts";

const up = "ding 1.0.0: hall, boot 7; ding.help() tells more";
const again = "It keeps trying. To change it: npm run flash -- --only-config";

function after(...lines: string[]): { report: StartReport; read: (string | undefined)[] } {
  const report = new StartReport();
  return { report, read: lines.map((line) => report.line(line)) };
}

it("follows a node until it is online", () => {
  const { report, read } = after("chatter", up, "wifi: connected, 10.0.0.7", "mqtt: connected as hall");
  expect(read).toEqual([undefined, "Node:    hall, version 1.0.0, is up", "Wi-Fi:   connected, 10.0.0.7", "Broker:  connected"]);
  expect(report.settled).toBe(true);
  expect(report.trouble).toBeUndefined();
});

it.each([
  [["chatter"], false, "the board did not say that a node started; npm run console shows what it says"],
  [[up], false, `no Wi-Fi: no answer yet. ${again} --wifi <name>`],
  [
    [up, "wifi: NO_AP_FOUND; trying again in 0.3 s"],
    false,
    `no Wi-Fi: NO_AP_FOUND (is the Wi-Fi's name right, and is it in range? The ESP32 supports only 2.4 GHz). ${again} --wifi <name>`,
  ],
  [
    [up, "wifi: 4WAY_HANDSHAKE_TIMEOUT; trying again in 0.3 s"],
    false,
    `no Wi-Fi: 4WAY_HANDSHAKE_TIMEOUT (is the Wi-Fi's password right?). ${again} --wifi <name>`,
  ],
  [[up, "wifi: connected, 10.0.0.7", "mqtt: refused: not authorized"], false, `no broker: refused: not authorized. ${again} --broker <host[:port]>`],
  [
    [up, "wifi: connected, 10.0.0.7", "mqtt: connected as hall", "wifi: BEACON_TIMEOUT; trying again in 1.0 s", "mqtt: Wi-Fi: BEACON_TIMEOUT"],
    false,
    `no Wi-Fi: BEACON_TIMEOUT. ${again} --wifi <name>`,
  ],
  [[up, "config: mqtt.host is missing. The node stays offline. To set it, type here"], true, "config: mqtt.host is missing."],
  [["boot: no ding.js; flash the node again"], true, "boot: no ding.js; flash the node again"],
  [["SAFE MODE: the node did not live"], true, "SAFE MODE: the node did not live"],
  [["Uncaught Error: x"], true, "Uncaught Error: x"],
])("names the trouble after %j", (lines, settled, trouble) => {
  const { report } = after(...lines);
  expect(report.settled).toBe(settled);
  expect(report.trouble).toBe(trouble);
});

it("does not take a node that restarts for one that starts", () => {
  expect(after("ding restarting: offline for 5 min").report.isUp).toBe(false);
});

it("knows what the real boot guard says that has no node", async () => {
  const { code } = await bundleForEspruino({ root: process.cwd(), entry: "src/firmware/boot.ts", define: {} });
  const board = new VirtualEsp32();
  onTestFinished(() => board.discard());
  const report = new StartReport();
  board.onLine((line) => report.line(line));
  board.put(".bootcde", code);
  await board.powerOn();
  expect(report.trouble).toBe("boot: no ding.js; flash the node again");
});

it("shows complaints", () => {
  expect(after("config: unknown key mqtt.prot", "Uncaught Error: x", "boot: cannot count boots").read).toEqual([
    "         config: unknown key mqtt.prot",
    "         Uncaught Error: x",
    "         boot: cannot count boots",
  ]);
});
