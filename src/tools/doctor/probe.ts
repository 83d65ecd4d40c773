/** What a board tells about itself and its node, by questions that change nothing and stop nothing. */
import { LogPrefix, LogText } from "../../firmware/log.ts";
import { Mark } from "../../firmware/journal.ts";
import { listOf, numberOf, textOf } from "../board-session/answer-values.ts";
import type { AskOptions, BoardConsole } from "../board-session/board-console.ts";
import { BoardStorage } from "../board-session/board-storage.ts";
import { isFrom, isVersionRefused, textAfter, withoutRetry } from "../board-session/node-line.ts";
import { readStatus } from "../board-session/node-status.ts";
import { readBoard, type BoardState } from "../board-session/read-board.ts";
import type { Door } from "./knock.ts";
import { within } from "../serial/serial-link.ts";

/** What the node says of itself. */
export interface ProbedNode {
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
  /** The configuration opens Espruino's consoles to the network and to Bluetooth. */
  remoteConsole: boolean;
}

/** The radio. */
export interface ProbedWifi {
  isConnected: boolean;
  ssid: string;
  /** "" when there is none */
  ip: string;
  /** dBm; undefined when unknown */
  rssi: number | undefined;
}

export interface ProbedBoard extends BoardState {
  /** Whether the boot guard's latest mark is that of safe mode. */
  safeMode: boolean;
  /** JsVars */
  memory: { used: number; total: number };
  /** Undefined when no node runs. */
  node: ProbedNode | undefined;
  /** Undefined when the board has no Wi-Fi module. */
  wifi: ProbedWifi | undefined;
  /** What answers at the board's port 23; undefined when it was not tried. */
  telnet: Door | undefined;
  /** The node's latest words on its Wi-Fi and its broker, while it was listened to. */
  heard: { wifi?: string; mqtt?: string };
}

/** No question takes a board long; what is lost on the way is soon asked again. Nothing is ever interrupted. */
const patient: AskOptions = { timeout: 1_500, attempts: 10 };

/** What is asked besides Storage. Not getDetails(), for Wi-Fi hands out its password there. */
const question = (file: string, at: number): string =>
  `(function(){var m=process.memory(),n=0,w=0,c;` +
  `if(typeof ding=="object"){ding.status();c=ding.config;n=[[].concat(c.wifi).map(function(w){return w.ssid}).join(", "),c.mqtt.host,c.mqtt.port,c.console.remote?1:0]}` +
  `try{w=require("Wifi").getStatus();w=[w.station,w.ssid,w.rssi,require("Wifi").getIP().ip]}catch(e){}` +
  `return[m.usage,m.total,n,w,${at < 0 ? 0 : `require("Storage").read("${file}",${at},1)`}]})()`;

type Rest = Pick<ProbedBoard, "safeMode" | "memory" | "node" | "wifi">;

export interface Probing {
  /** ms that a node which is not connected gets to say why */
  patience: number;
  /** Called when it takes so long. */
  waiting: () => void;
  /** Tries a TCP port of the board. */
  knock: (host: string, port: number) => Promise<Door>;
}

/** Espruino's console over Telnet. */
const telnetPort = 23;

/**
 * Asks for everything. A node that is not connected gets some time, in which it tries again and says why it failed.
 */
export async function probeBoard(board: BoardConsole, { patience, waiting, knock }: Probing): Promise<ProbedBoard> {
  const heard: ProbedBoard["heard"] = {};
  const stop = board.onLine((line) => {
    const wifi = textAfter(line, LogPrefix.Wifi);
    const mqtt = textAfter(line, LogPrefix.Mqtt);
    if (wifi !== undefined) heard.wifi = withoutRetry(wifi);
    if (mqtt !== undefined) heard.mqtt = withoutRetry(mqtt);
  });
  try {
    const storage = await readBoard(new BoardStorage(board, { interrupt: false }), { config: false });
    let rest = await askNode(board, storage);
    if (rest.node && !rest.node.isConnected && rest.node.ssid !== "" && rest.node.broker !== "") {
      waiting();
      await nextWords(board, patience);
      rest = await askNode(board, storage);
    }
    // Last, for whoever connects there takes the console away from the cable.
    const telnet = rest.wifi?.isConnected && rest.wifi.ip !== "" ? await knock(rest.wifi.ip, telnetPort) : undefined;
    return { ...storage, ...rest, heard, telnet };
  } finally {
    stop();
  }
}

async function askNode(board: BoardConsole, { journal, journalFile }: BoardState): Promise<Rest> {
  const lines: string[] = [];
  const stop = board.onLine((line) => lines.push(line));
  try {
    const [used, total, config, wifi, mark] = listOf(await board.ask(question(journalFile, journal.end - 1), patient));
    return {
      safeMode: mark === Mark.Safe,
      memory: { used: numberOf(used), total: numberOf(total) },
      node: Array.isArray(config) ? probedNode(config.map(textOf), lines) : undefined,
      wifi: Array.isArray(wifi) ? probedWifi(wifi) : undefined,
    };
  } finally {
    stop();
  }
}

/** @param lines what the node said while it was asked */
function probedNode([ssid = "", host = "", port = "", remote = ""]: string[], lines: readonly string[]): ProbedNode | undefined {
  const status = lines.map(readStatus).findLast((found) => found !== undefined);
  if (!status) return undefined;
  // A question that was asked twice brings each complaint twice.
  const complaints = new Set(lines.map((line) => textAfter(line, LogPrefix.Config)).filter((text) => text !== undefined));
  const { isOnline, up, queued, dropped } = status;
  return {
    isConnected: isOnline,
    up: Math.round(up / 1000),
    queued,
    dropped,
    complaints: [...complaints],
    ssid,
    broker: host === "mdns" ? "a broker found by mDNS" : host && `${host}:${port}`,
    remoteConsole: remote === "1",
  };
}

/** What Espruino says while it has none. */
const noAddress = "0.0.0.0";

function probedWifi(answer: readonly unknown[]): ProbedWifi {
  const [status = "", ssid = "", , ip = ""] = answer.map(textOf);
  const rssi = answer[2];
  return { isConnected: status === "connected", ssid, ip: ip === noAddress ? "" : ip, rssi: typeof rssi === "number" ? rssi : undefined };
}

/** Waits until the node says something final about its broker. */
function nextWords(board: BoardConsole, ms: number): Promise<unknown> {
  return within<string>(board.link, ms, (came) => board.onLine((line) => isFinal(line) && came(line)));
}

/** Of Wi-Fi that is only the failure: after a success the broker is still to come. A broker that was found is yet to be connected to. */
function isFinal(line: string): boolean {
  const mqtt = textAfter(line, LogPrefix.Mqtt);
  const isStep = mqtt !== undefined && (isVersionRefused(mqtt) || mqtt.startsWith(LogText.MqttFound));
  return (mqtt !== undefined && !isStep) || (isFrom(line, LogPrefix.Wifi) && line.includes(LogText.Retry));
}
