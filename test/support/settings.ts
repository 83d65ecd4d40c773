/** What the tests' node is built with: the repository's own flash.config.json is its user's to change. */
import { readFileSync } from "node:fs";
import type { Config } from "../../src/firmware/config.ts";
import { asBoardFile, type BoardFile } from "../../src/tools/config/board-file.ts";
import type { Settings } from "../../src/tools/config/settings-shape.ts";

export const device: Config = {
  node: "",
  base: "/kv6003",
  wifi: { ssid: "", password: "" },
  mqtt: { host: "", port: 1883, trust: "", username: "", password: "", key: "", sign: false, keepalive: 30, tls: false, version: "auto", retain: true },
  button: { name: "", pin: "D0", activeLow: true, debounce: 50, long: 800, double: 300, events: ["press"] },
  buttons: [],
  led: { pin: "D2", activeLow: false, restore: "off" },
  outputs: [],
  status: { pin: "", activeLow: false },
  sensors: [{ name: "light", kind: "analog", pin: "D34", every: 60000, change: 0.05 }],
  topics: "shared",
  readings: "ding",
  retry: { first: 1000, longest: 60000 },
  recovery: { answer: 10_000, receipt: 30_000, rejoin: 600_000, restart: 900_000 },
  queue: 64,
  journal: 61440,
  discovery: "",
  health: 60000,
  sntp: "pool.ntp.org",
  console: { remote: false, password: "" },
};

export const board: BoardFile = readDevkit();

export const settings: Settings = { device, board, budget: 65_536, version: "1.0.0" };

function readDevkit(): BoardFile {
  const file = asBoardFile(JSON.parse(readFileSync("board/pins/esp32-devkit.json", "utf8")));
  if (!file) throw new Error("board/pins/esp32-devkit.json is no board");
  return file;
}
