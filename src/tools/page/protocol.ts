/**
 * What the simulator and its page say to each other: JSON objects over one WebSocket, each with its `type`. A page sends one in
 * a frame, the simulator an array of them. Both sides import this file. Times (`at`) are ms since 1970 by the simulator's clock.
 */
import type { ButtonConfig } from "../../firmware/button.ts";
import type { Config } from "../../firmware/config.ts";
import type { BoardFile } from "../config/board-file.ts";

/** The WebSocket's path. The page's address has the token behind `#token=`. */
export const socketPath = "/socket";
/** The subprotocols that a page offers: this one, which the simulator takes, and `token.` with the token behind it. */
export const subprotocol = "ding.1";
export const tokenPrefix = "token.";
/** What stands before the name of a file that the simulator makes. It wants the header `Authorization: Bearer` with the token. */
export const downloadsPath = "/downloads/";

/** Levels of a pin: 0 or 1, or 0..1 for PWM and for a voltage on an ADC pin. */
export interface PinLevel {
  pin: string;
  level: number;
}

export type AtLeastOne<T> = readonly [T, ...T[]];

/** An output, which is shown as an LED. */
export interface OutputInfo {
  /** As in its topics. */
  name: string;
  pin: string;
  activeLow: boolean;
}

/** How a board of the simulator is wired. */
export interface NodeInfo {
  /** The node's name, by which every other message calls the board. */
  node: string;
  /** The first is the one that the space bar and the terminal's keys press. */
  buttons: AtLeastOne<ButtonConfig>;
  /** The first is the LED. */
  outputs: AtLeastOne<OutputInfo>;
  /** The potentiometer; undefined when the node has no analog sensor. */
  lightPin: string | undefined;
}

/** What stands between the boards and their broker, and can be changed. */
export interface Faults {
  wifi: boolean;
  broker: boolean;
  /** Bytes a second in each direction; undefined: as fast as it goes. */
  bytesPerSecond: number | undefined;
  /** Nothing arrives, nothing closes. */
  silent: boolean;
  /** Boards without power, by name. */
  unplugged: readonly string[];
}

/** A message as a subscriber receives it. */
export interface MessageRecord {
  at: number;
  topic: string;
  /** The text, or undefined when it is not UTF-8. Of a long one only the first 64 KB; `bytes` counts all. */
  text: string | undefined;
  bytes: number;
  qos: 0 | 1 | 2;
  /** It is the topic's retained message: the broker sends it to whoever subscribes. */
  retained: boolean;
}

/** What the board itself reports: its console's lines, and `ding.status()` once a second. */
export interface NodeState {
  power: boolean;
  wifi: "off" | "connecting" | "connected";
  mqtt: "off" | "connecting" | "connected";
  /** When it tries to connect again; undefined when it does not wait for that. */
  retryAt: number | undefined;
  /** Messages waiting on the board. */
  queued: number;
  dropped: number;
  /** JsVars; undefined before the first report. */
  memory: { used: number; total: number } | undefined;
  losses: number;
  /** The reason of the last loss; "" when there was none. */
  lastLoss: string;
  /** The board has power, but the node has not answered for some seconds: its program has ended, or hangs. */
  isStopped?: boolean | undefined;
}

/** The stations of a press. */
export const stages = ["pin", "message", "outbox", "socket", "broker", "subscriber", "receipt"] as const;
export type Stage = (typeof stages)[number];

/** One press on its way; sent again whenever it gets further. */
export interface PressTrace {
  node: string;
  /** The button's name; "" when it has none. */
  button: string;
  /** Counts the presses of this simulator. */
  press: number;
  /** Known once its message has been seen. */
  boot: number | undefined;
  seq: number | undefined;
  /** When it reached each station. "outbox" is when it was queued, which is later seen to have taken long to leave it. */
  at: Partial<Record<Stage, number>>;
  /** It was shorter than the debounce: the node sends nothing. */
  tooShort?: boolean;
}

/** A scenario that is being played. */
export interface ScenarioProgress {
  name: string;
  /** Steps in words, with the second at which each is due. */
  steps: readonly { at: number; text: string }[];
  /** How many of them are done. */
  done: number;
  startedAt: number;
  running: boolean;
}

export type FromSimulator =
  | {
      type: "hello";
      version: string;
      engine: "virtual" | "espruino";
      /** The first part of the topics. */
      base: string;
      broker: { host: string; port: number; embedded: boolean };
      nodes: readonly NodeInfo[];
      /** Whether links can be slow or silent: on the virtual board only. */
      canShapeLinks: boolean;
      /** The scenarios that come with the simulator, by name. */
      scenarios: readonly string[];
      /** The rules of flash.config.json's board, for the form. */
      board: Pick<BoardFile, "pins">;
      /** The node's defaults, for the form; without passwords. */
      device: Config;
    }
  /** The latest of the past, sent once, after `hello`. */
  | { type: "history"; messages: readonly MessageRecord[]; console: readonly { node: string; at: number; line: string }[]; presses: readonly PressTrace[] }
  /** A pin that the program drives has changed. */
  | ({ type: "pin"; node: string } & PinLevel)
  /** A pin was driven from outside, by any page or by the terminal's keys. */
  | ({ type: "input"; node: string } & PinLevel)
  | { type: "message"; message: MessageRecord }
  | { type: "console"; node: string; at: number; line: string }
  /** All that the board prints, as its serial port carries it: bytes as characters. */
  | { type: "serial"; node: string; bytes: string }
  | { type: "state"; node: string; at: number; state: NodeState }
  | { type: "press"; press: PressTrace }
  | { type: "faults"; faults: Faults }
  | { type: "scenario"; scenario: ScenarioProgress }
  /** The scenario has got further, or is over: the rest is as `scenario` said. */
  | { type: "progress"; done: number; running: boolean }
  /** An answer to `publish`: done when `error` is undefined. */
  | { type: "published"; id: number; error: string | undefined }
  /** What a request from the page failed of, in a sentence. */
  | { type: "refused"; request: string; reason: string };

export type FromPage =
  /** Drives an input pin from outside. */
  | ({ type: "drive"; node: string } & PinLevel)
  | { type: "publish"; id: number; topic: string; payload: string; qos: 0 | 1 | 2; retain: boolean }
  /** Types at the board's console, bytes as characters. */
  | { type: "type"; node: string; text: string }
  /** From now on the page gets `serial` of this board, or no more. */
  | { type: "serial"; node: string; wanted: boolean }
  | { type: "wifi"; up: boolean }
  | { type: "broker"; up: boolean }
  | { type: "silent"; silent: boolean }
  | { type: "slow"; bytesPerSecond: number | undefined }
  | { type: "power"; node: string; on: boolean }
  /** Plays a scenario that comes with the simulator, by name, or one of the user's own, as the text of its file. */
  | { type: "play"; name: string }
  | { type: "play"; file: string }
  | { type: "stop" };
