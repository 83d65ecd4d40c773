/** What the state of a board means: a list of what is right and what is wrong, each wrong with what to do about it. */
import { crc32 } from "node:zlib";
import { Mark } from "../../firmware/journal.ts";
import { roomForUpdate, type Release } from "../node-build/built-node.ts";
import { bootFileName, configFileName, doorsFileName, handoverFileName, slotFileNames } from "../board-session/storage-files.ts";
import { activeSlot, otherSlot, type BoardState } from "../board-session/read-board.ts";
import type { ProbedBoard } from "./probe.ts";

export interface Finding {
  what: string;
  /** `unknown`: it cannot be told, for something else has to be mended first. */
  verdict: "right" | "wrong" | "unknown";
  found: string;
  /** Only where it is wrong. */
  todo?: string;
}

/** What the board is held against. */
export interface Expected {
  /** Espruino's name of the board. */
  board: string;
  /** The version of Espruino that the node is tested on. */
  version: string;
  /** What `npm run flash` would write; undefined when that cannot be built. */
  release: Release | undefined;
}

/** JsVars that a node needs in reserve: a burst of messages and the libraries that are loaded when first required. */
const memoryReserve = 400;
/** dBm below which links break now and then. */
const weakSignal = -80;
/** Boots in a row that did not last a minute, before the present one. */
const suspectBoots = 2;
const stableAfter = 60; // s

const flash = "npm run flash";

export function diagnose(probed: ProbedBoard, expected: Expected): Finding[] {
  return [
    interpreter(probed, expected),
    doorsFile(probed, expected),
    telnet(probed),
    bluetooth(probed, expected),
    bootFile(probed, expected),
    nodeFile(probed, expected),
    guard(probed),
    ...update(probed),
    running(probed),
    ...configuration(probed),
    wifi(probed),
    broker(probed),
    memory(probed),
    storage(probed, expected),
  ];
}

function right(what: string, found: string): Finding {
  return { what, verdict: "right", found };
}

function wrong(what: string, found: string, todo: string): Finding {
  return { what, verdict: "wrong", found, todo };
}

function unknown(what: string, found: string): Finding {
  return { what, verdict: "unknown", found };
}

/** "2v29.123" is a build of its own between 2v29 and 2v30. */
function asNumber(version: string): number {
  const [, major = "0", minor = "0"] = /^(\d+)v(\d+)/.exec(version) ?? [];
  return Number(major) * 1000 + Number(minor);
}

function interpreter({ version, board }: ProbedBoard, expected: Expected): Finding {
  const found = `${version} on ${board}`;
  // Builds with a newer ESP-IDF have it behind the chip's name: ESP32_IDF4. ESP32C3 is another chip.
  if (board !== expected.board && !board.startsWith(`${expected.board}_`))
    return wrong("Espruino", found, `the node is made for ${expected.board}: take another board`);
  if (asNumber(version) < asNumber(expected.version)) {
    return unknown("Espruino", `${found}: older than ${expected.version}, on which the node is tested; if it misbehaves, ${flash} -- --interpreter <download>`);
  }
  const isNewer = asNumber(version) > asNumber(expected.version);
  return right("Espruino", isNewer ? `${found}: newer than ${expected.version}, on which the node is tested` : found);
}

const notBuilt = "is there; it cannot be compared, because the build fails";

/** Whether Storage's file has just these bytes. */
function isSame(files: BoardState["files"], name: string, bytes: string): boolean {
  return files.get(name)?.crc32 === crc32(Buffer.from(bytes, "latin1"));
}

function doorsFile({ files }: ProbedBoard, { release }: Expected): Finding {
  const what = "doors";
  if (!files.has(doorsFileName))
    return wrong(what, `there is no ${doorsFileName}: Espruino's consoles are open to everyone in the Wi-Fi and near the board`, flash);
  if (!release) return unknown(what, `${doorsFileName} ${notBuilt}`);
  return isSame(files, doorsFileName, release.doors)
    ? right(what, `closed at each start: ${doorsFileName} is up to date`)
    : wrong(what, `${doorsFileName} differs from what the sources build`, flash);
}

/** What to do about a console that was asked for. */
const closeConsole = `take "console": {"remote": true} out of the configuration: ${flash} -- --config <file>`;

function telnet({ telnet: door, wifi: radio, node }: ProbedBoard): Finding {
  const what = "Telnet";
  const port = `port 23 at ${radio?.ip ?? ""}`;
  switch (door) {
    case "open":
      return wrong(what, `${port} is open: anyone in the network reaches the board's console`, node?.remoteConsole ? closeConsole : flash);
    case "closed":
      return right(what, `${port} is closed`);
    case "unreachable":
      return unknown(what, `${port} does not answer this computer, which may be in another network`);
    case undefined:
      return unknown(what, `not tried: ${whyNotTried(radio)}`);
  }
}

function whyNotTried(radio: ProbedBoard["wifi"]): string {
  if (!radio) return "the board has no Wi-Fi";
  return radio.isConnected ? "the board has no address yet" : "the board is not connected to a network";
}

function bluetooth({ bluetooth: state, files, node }: ProbedBoard, { release }: Expected): Finding {
  const what = "Bluetooth";
  if (state === "none") return right(what, "this Espruino has none");
  if (state === "off") return right(what, "off");
  const open = "on, and open: anyone nearby reaches the board's console";
  if (node?.remoteConsole) return wrong(what, open, closeConsole);
  if (!files.has(doorsFileName) || (release && !isSame(files, doorsFileName, release.doors))) return wrong(what, open, flash);
  return right(what, `on, but closed at each start; it takes a third of the memory, and ${flash} switches it off`);
}

function bootFile({ files }: ProbedBoard, { release }: Expected): Finding {
  const what = "boot file";
  if (!files.has(bootFileName)) return wrong(what, `there is no ${bootFileName}: nothing starts at power-on`, flash);
  if (!release) return unknown(what, `${bootFileName} ${notBuilt}`);
  return isSame(files, bootFileName, release.boot)
    ? right(what, `${bootFileName} is up to date`)
    : wrong(what, `${bootFileName} differs from what the sources build`, flash);
}

function nodeFile(probed: ProbedBoard, { release }: Expected): Finding {
  const what = "node";
  const slot = activeSlot(probed);
  if (slot === undefined) return wrong(what, "there is no node in Storage", flash);
  const name = slotFileNames[slot];
  if (!release) return unknown(what, `${name} ${notBuilt}`);
  if (isSame(probed.files, name, release.node)) return right(what, `${name} is ${release.version}, up to date`);
  return wrong(what, `${name} is not the ${release.version} that the sources build`, flash);
}

function guard({ journal, safeMode, node, foreignBoot3 }: ProbedBoard): Finding {
  const { boots, failures, end } = journal;
  if (foreignBoot3) {
    const erase = `require("Storage").erase("${handoverFileName}")`;
    return wrong(
      "boot guard",
      `a ${handoverFileName} runs before it, which is not this project's`,
      `if you do not need it: npm run console, then type ${erase}`,
    );
  }
  if (end === 0) return unknown("boot guard", "no boot counted yet");
  if (safeMode) {
    return wrong(
      "boot guard",
      `boot ${boots}: SAFE MODE, since three boots in a row crashed or hung within a minute`,
      `see why at the next start: npm run console, then press EN. If the power is good: ${flash}`,
    );
  }
  // The present boot counts as a failure until it has lasted.
  const before = failures - (node !== undefined && node.up >= stableAfter ? 0 : 1);
  if (before < suspectBoots)
    return right("boot guard", `boot ${boots}, ${before > 0 ? "the one before did not last a minute" : "and none in a row before it failed"}`);
  return wrong(
    "boot guard",
    `boot ${boots}, and ${before} before it did not last a minute`,
    "npm run console, and look at why it ends: power supply, watchdog, crash?",
  );
}

/** Of an update over MQTT: nothing, unless one is on trial or did not stay. */
function update({ journal }: ProbedBoard): Finding[] {
  const what = "update";
  const file = slotFileNames[otherSlot(journal.slot)];
  switch (journal.trial) {
    case Mark.Trial:
      return [right(what, `${file} is on trial: it stays once it is online and has run for a minute`)];
    case Mark.TrialCrashed:
      return [
        wrong(what, `${file} crashed, hung or was reset on trial, so the version before it runs again`, `try it here, where its console says why: ${flash}`),
      ];
    case Mark.TrialOffline:
      return [wrong(what, `${file} did not get online on trial, so the version before it runs again`, `try it here, where its console says why: ${flash}`)];
    case "":
      return [];
  }
}

function running(probed: ProbedBoard): Finding {
  const { node } = probed;
  if (!node && (activeSlot(probed) === undefined || !probed.files.has(bootFileName))) return unknown("runs", "no node is running, because none is installed");
  if (!node) return wrong("runs", "no node is running", `see why at the next start: npm run console, then press EN; or ${flash}`);
  return right("runs", `since ${node.up} s`);
}

function configuration({ node, files }: ProbedBoard): Finding[] {
  const what = "configuration";
  const mend = `${flash} -- --only-config`;
  if (!node)
    return [files.has(configFileName) ? unknown(what, "ding.json is there; only a running node can check it") : unknown(what, "there is no ding.json")];
  const faults = [...node.complaints];
  if (node.ssid === "") faults.push("wifi.ssid is missing");
  if (node.broker === "") faults.push("mqtt.host is missing");
  return faults.length === 0 ? [right(what, "ding.json is valid")] : faults.map((fault) => wrong(what, fault, mend));
}

function wifi({ node, wifi: radio, heard }: ProbedBoard): Finding {
  const what = "Wi-Fi";
  if (!radio) return unknown(what, "the board does not say");
  if (radio.isConnected) {
    const strength = radio.rssi === undefined ? "" : `, ${radio.rssi} dBm`;
    const found = `connected to ${radio.ssid}${strength}`;
    return radio.rssi !== undefined && radio.rssi < weakSignal ? wrong(what, `${found}: weak`, "move the board or the access point") : right(what, found);
  }
  if (!node) return unknown(what, "not connected: no node is running");
  if (node.ssid === "") return unknown(what, "not configured");
  return wrong(
    what,
    `not connected to ${node.ssid}${heard.wifi === undefined ? "" : `: ${heard.wifi}`}`,
    "check name, password and range; the ESP32 supports only 2.4 GHz",
  );
}

function broker({ node, wifi: radio, heard }: ProbedBoard): Finding {
  const what = "broker";
  if (!node) return unknown(what, "not connected: no node is running");
  if (node.broker === "") return unknown(what, "not configured");
  const waiting = `, ${node.queued} messages wait, ${node.dropped} dropped`;
  if (node.isConnected) return right(what, `connected to ${node.broker}${waiting}`);
  const found = `not connected to ${node.broker}${heard.mqtt === undefined ? "" : `: ${heard.mqtt}`}${waiting}`;
  if (radio && !radio.isConnected) return unknown(what, found);
  if (heard.mqtt?.startsWith("refused"))
    return wrong(what, found, "check the user name and the password, and that no other node has the same name; the broker's log says more");
  return wrong(what, found, "is it running, and reachable at this address from the board's network?");
}

function memory({ memory: { used, total } }: ProbedBoard): Finding {
  const found = `${used} of ${total} JsVars in use`;
  return total - used < memoryReserve ? wrong("memory", found, "fewer sensors, or a shorter queue") : right("memory", found);
}

function storage({ free }: ProbedBoard, { release }: Expected): Finding {
  const found = `${Math.floor(free / 1024)} KB free for the largest file`;
  const needed = release ? roomForUpdate(release) : 0;
  if (free >= needed) return right("Storage", found);
  return wrong("Storage", `${found}, an update needs ${Math.ceil(needed / 1024)}`, flash);
}
