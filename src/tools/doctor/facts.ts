/** What a board tells about itself and its node, by questions that change nothing and stop nothing. */
import { Mark } from "../../firmware/journal.ts";
import type { AskOptions, BoardConsole } from "../serial/console.ts";
import { BoardStorage } from "../flash/storage.ts";
import { survey, type Survey } from "../flash/survey.ts";

/** What the node says of itself. */
export interface NodeFacts {
  /** s since its start */
  up: number;
  /** What is wrong with its configuration, in its own words. */
  complaints: readonly string[];
  ssid: string;
  /** host:port; "" when there is none. */
  broker: string;
  isConnected: boolean;
  queued: number;
  dropped: number;
}

/** The radio. */
export interface WifiFacts {
  isConnected: boolean;
  ssid: string;
  /** dBm; undefined when unknown */
  rssi: number | undefined;
}

export interface Facts extends Survey {
  /** Whether the boot guard's latest mark is that of safe mode. */
  safeMode: boolean;
  /** JsVars */
  memory: { used: number; total: number };
  /** Undefined when no node runs. */
  node: NodeFacts | undefined;
  /** Undefined when the board has no Wi-Fi module. */
  wifi: WifiFacts | undefined;
  /** The node's latest words on its Wi-Fi and its broker, while it was listened to. */
  heard: { wifi?: string; mqtt?: string };
}

/** No question takes a board long; what is lost on the way is soon asked again. Nothing is ever interrupted. */
const patient: AskOptions = { timeout: 1_500, attempts: 10 };

/** Not by getDetails(), which hands out the password. */
const askWifi = '(function(s){return[s.station,s.ssid,s.rssi]})(require("Wifi").getStatus())';

/**
 * Asks for everything. A node that is not connected gets `patience` ms, in which it tries again and says why it failed.
 * @param waiting is told that it takes so long
 */
export async function readFacts(board: BoardConsole, patience: number, waiting: () => void = () => undefined): Promise<Facts> {
  const heard: Facts["heard"] = {};
  const stop = board.onLine((line) => {
    const [, layer, words = ""] = /^(wifi|mqtt): (.*)$/.exec(line) ?? [];
    if (layer === "wifi" || layer === "mqtt") heard[layer] = words.replace(/; trying again in .*/, "");
  });
  try {
    const storage = await survey(new BoardStorage(board, { interrupt: false }));
    let node = await askNode(board);
    if (node && !node.isConnected && node.ssid !== "" && node.broker !== "") {
      waiting();
      await nextWords(board, patience);
      node = await askNode(board);
    }
    const [used, total] = numbers(await board.ask("(function(m){return[m.usage,m.total]})(process.memory())", patient));
    const { journalFile, journal } = storage;
    const mark = journal.end > 0 ? await board.ask(`require("Storage").read("${journalFile}",${journal.end - 1},1)`, patient) : undefined;
    return {
      ...storage,
      safeMode: mark === Mark.Safe,
      memory: { used: used ?? 0, total: total ?? 0 },
      node,
      wifi: await askRadio(board),
      heard,
    };
  } finally {
    stop();
  }
}

async function askNode(board: BoardConsole): Promise<NodeFacts | undefined> {
  if ((await board.ask("typeof ding", patient)) !== "object") return undefined;
  const { value, lines } = await askAloud(board, "(function(c){return[c.wifi.ssid,c.mqtt.host,c.mqtt.port]})(ding.config)");
  const [ssid = "", host = "", port = ""] = texts(value);
  const status = (await askAloud(board, "ding.status()")).lines.map(readStatus).find((found) => found !== undefined);
  if (!status) return undefined;
  // A question that was asked twice brings each complaint twice.
  const complaints = new Set(lines.filter((line) => line.startsWith("config: ")).map((line) => line.slice("config: ".length)));
  return { ...status, complaints: [...complaints], ssid, broker: host && `${host}:${port}` };
}

/** The line that `ding.status()` prints. */
function readStatus(line: string): Pick<NodeFacts, "up" | "isConnected" | "queued" | "dropped"> | undefined {
  const found = /^up (\d+) s; mqtt (not )?connected, .*queued (\d+), dropped (\d+);/.exec(line);
  return found ? { up: Number(found[1]), isConnected: found[2] === undefined, queued: Number(found[3]), dropped: Number(found[4]) } : undefined;
}

async function askRadio(board: BoardConsole): Promise<WifiFacts | undefined> {
  const answer: unknown = await board.ask(`(function(){try{return ${askWifi}}catch(e){return null}})()`, patient);
  if (!Array.isArray(answer)) return undefined;
  const [status, ssid] = texts(answer);
  const rssi: unknown = answer[2];
  return { isConnected: status === "connected", ssid: ssid ?? "", rssi: typeof rssi === "number" ? rssi : undefined };
}

/** A question's value, and what the board printed meanwhile. */
async function askAloud(board: BoardConsole, code: string): Promise<{ value: unknown; lines: string[] }> {
  const lines: string[] = [];
  const stop = board.onLine((line) => lines.push(line));
  try {
    return { value: await board.ask(code, patient), lines };
  } finally {
    stop();
  }
}

/** Waits until the node says something final about its broker. */
function nextWords(board: BoardConsole, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(late);
      stopLines();
      stopClose();
      act();
    };
    const late = setTimeout(() => settle(resolve), ms);
    const stopLines = board.onLine((line) => /^mqtt: |^wifi: .*trying again/.test(line) && settle(resolve));
    let stopClose = (): void => undefined;
    stopClose = board.link.onClose((reason) => settle(() => reject(reason)));
  });
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map((each: unknown) => (typeof each === "string" || typeof each === "number" ? String(each) : "")) : [];
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}
