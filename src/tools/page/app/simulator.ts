/** The simulator as the page sees it: one socket, what has come over it so far, and what the page asks of it. */
import {
  downloadsPath,
  socketPath,
  subprotocol,
  tokenPrefix,
  type Faults,
  type FromPage,
  type FromSimulator,
  type MessageRecord,
  type NodeState,
  type PinLevel,
  type PressTrace,
  type ScenarioProgress,
} from "../protocol.ts";

/** The latest of each are kept. */
const mostMessages = 2000;
const mostLines = 1000;
const mostPresses = 50;
/** ms between two attempts to reach the simulator again */
const reconnectEvery = 1000;

export type Hello = Extract<FromSimulator, { type: "hello" }>;

/** A message with a number that orders the list. */
export interface ListedMessage extends MessageRecord {
  number: number;
}

export interface ConsoleLine {
  at: number;
  line: string;
}

/** What a part of the page can wait for. */
export type Topic = "connection" | "pins" | "messages" | "console" | "state" | "presses" | "faults" | "scenario" | "refused";

export class Simulator {
  /** "refused": the token is missing or of an earlier start, and will not get better by waiting. */
  connection: "connecting" | "open" | "lost" | "refused" = "connecting";
  hello: Hello | undefined;
  readonly messages: ListedMessage[] = [];
  readonly console = new Map<string, ConsoleLine[]>();
  readonly states = new Map<string, NodeState>();
  readonly presses: PressTrace[] = [];
  faults: Faults = { wifi: true, broker: true, bytesPerSecond: undefined, silent: false, unplugged: [] };
  scenario: ScenarioProgress | undefined;
  /** The last request that failed. */
  refused: { request: string; reason: string } | undefined;

  private readonly _token: string;
  /** Levels by board and pin. */
  private readonly _pins = new Map<string, Map<string, number>>();
  private readonly _listeners = new Map<Topic, Set<() => void>>();
  private readonly _serialListeners = new Map<string, Set<(bytes: string) => void>>();
  private readonly _changed = new Set<Topic>();
  private readonly _published = new Map<number, (error: string | undefined) => void>();
  /** How far the simulator's clock is ahead of the browser's, ms: they may be two computers. */
  private _clockAhead = 0;
  private _frame: number | undefined;
  private _socket: WebSocket | undefined;
  private _numbers = 0;
  private _publishes = 0;

  /** @param token of the page's address; "" is not tried, because the simulator refuses everyone without it */
  constructor(token: string) {
    this._token = token;
    this._connect();
  }

  /** Calls `listener` after each change of a topic, at most once a frame. Returns a function that stops it. */
  on(topic: Topic, listener: () => void): () => void {
    const listeners = this._listeners.get(topic) ?? new Set();
    this._listeners.set(topic, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** The raw output of a board's serial port, from now on; bytes as characters. Returns a function that stops it. */
  onSerial(node: string, listener: (bytes: string) => void): () => void {
    const listeners = this._serialListeners.get(node) ?? new Set();
    this._serialListeners.set(node, listeners.add(listener));
    this.send({ type: "serial", node, wanted: true });
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.send({ type: "serial", node, wanted: false });
    };
  }

  /** The level of a pin: what the program drives, or what drives it from outside; undefined while unknown. */
  level(node: string, pin: string): number | undefined {
    return this._pins.get(node)?.get(pin);
  }

  /** ms since 1970 by the simulator's clock, which all times in its messages are of. */
  now(): number {
    return Date.now() + this._clockAhead;
  }

  send(message: FromPage): void {
    if (this._socket?.readyState === WebSocket.OPEN) this._socket.send(JSON.stringify(message));
  }

  drive(node: string, pin: string, level: number): void {
    this._setLevel(node, { pin, level });
    this.send({ type: "drive", node, pin, level });
  }

  /** Resolves with undefined once the broker has it, or with what went wrong. */
  publish(topic: string, payload: string, qos: 0 | 1 | 2, retain: boolean): Promise<string | undefined> {
    if (this.connection !== "open") return Promise.resolve("the simulator is not running");
    const id = ++this._publishes;
    this.send({ type: "publish", id, topic, payload, qos, retain });
    return new Promise((resolve) => this._published.set(id, resolve));
  }

  /** A file that the simulator makes, such as "node.json". Rejects when the simulator does not answer. */
  fetch(file: string, method: "GET" | "HEAD" = "GET"): Promise<Response> {
    return fetch(downloadsPath + file, { method, headers: { Authorization: `Bearer ${this._token}` } });
  }

  private _connect(): void {
    if (this._token === "") return this._setConnection("refused");
    const url = new URL(socketPath, location.origin);
    url.protocol = url.protocol.replace("http", "ws");
    // Not in the address, which browsers write to their console when a connection fails.
    const socket = new WebSocket(url, [subprotocol, tokenPrefix + this._token]);
    this._socket = socket;
    let wasOpen = false;
    socket.addEventListener("open", () => {
      wasOpen = true;
      this._setConnection("open");
    });
    socket.addEventListener("close", () => {
      for (const answer of this._published.values()) answer("the simulator has ended");
      this._published.clear();
      void this._isRefused(wasOpen).then((isRefused) => {
        this._setConnection(isRefused ? "refused" : "lost");
        if (!isRefused) setTimeout(() => this._connect(), reconnectEvery);
      });
    });
    // Only our own simulator can answer: it has checked the token.
    socket.addEventListener("message", ({ data }) => {
      for (const message of JSON.parse(String(data)) as FromSimulator[]) this._take(message);
    });
  }

  /** A socket does not say why it was closed before it was open; an answer to a request does. */
  private async _isRefused(wasOpen: boolean): Promise<boolean> {
    if (wasOpen) return false;
    const answer = await this.fetch("wokwi.toml", "HEAD").catch(() => undefined);
    // To its end, or a browser that leaves the page calls it aborted.
    await answer?.arrayBuffer().catch(() => undefined);
    return answer?.status === 401;
  }

  private _take(message: FromSimulator): void {
    switch (message.type) {
      case "hello":
        this.hello = message;
        this._notify("connection");
        return;
      case "history":
        this.messages.length = 0;
        this.presses.length = 0;
        this.console.clear();
        for (const each of message.messages) this._addMessage(each);
        for (const { node, at, line } of message.console) this._addLine(node, { at, line });
        for (const press of message.presses) this._addPress(press);
        return;
      case "pin":
      case "input":
        this._setLevel(message.node, message);
        return;
      case "message":
        this._addMessage(message.message);
        return;
      case "console":
        this._addLine(message.node, message);
        return;
      case "serial":
        for (const listener of this._serialListeners.get(message.node) ?? []) listener(message.bytes);
        return;
      case "state":
        this._clockAhead = message.at - Date.now();
        this.states.set(message.node, message.state);
        this._notify("state");
        return;
      case "press":
        this._addPress(message.press);
        return;
      case "faults":
        this.faults = message.faults;
        this._notify("faults");
        return;
      case "scenario":
        this.scenario = message.scenario;
        this._notify("scenario");
        return;
      case "progress":
        if (this.scenario) this.scenario = { ...this.scenario, done: message.done, running: message.running };
        this._notify("scenario");
        return;
      case "published":
        this._published.get(message.id)?.(message.error);
        this._published.delete(message.id);
        return;
      case "refused":
        this.refused = message;
        this._notify("refused");
        return;
    }
  }

  private _setConnection(connection: Simulator["connection"]): void {
    this.connection = connection;
    this._notify("connection");
  }

  private _setLevel(node: string, { pin, level }: PinLevel): void {
    const pins = this._pins.get(node) ?? new Map<string, number>();
    this._pins.set(node, pins.set(pin, level));
    this._notify("pins");
  }

  private _addMessage(message: MessageRecord): void {
    this.messages.push({ ...message, number: ++this._numbers });
    // In big steps, so that a flood does not move the whole list for each message.
    if (this.messages.length > 1.25 * mostMessages) this.messages.splice(0, this.messages.length - mostMessages);
    this._notify("messages");
  }

  private _addLine(node: string, { at, line }: ConsoleLine): void {
    const lines = this.console.get(node) ?? [];
    this.console.set(node, lines);
    lines.push({ at, line });
    if (lines.length > mostLines) lines.splice(0, lines.length - mostLines);
    this._notify("console");
  }

  private _addPress(press: PressTrace): void {
    const known = this.presses.findIndex((each) => each.press === press.press);
    if (known >= 0) this.presses[known] = press;
    else this.presses.push(press);
    if (this.presses.length > mostPresses) this.presses.shift();
    this._notify("presses");
  }

  /** A flood of messages draws the page once a frame. */
  private _notify(topic: Topic): void {
    this._changed.add(topic);
    this._frame ??= requestAnimationFrame(() => {
      this._frame = undefined;
      const changed = [...this._changed];
      this._changed.clear();
      for (const each of changed) for (const listener of [...(this._listeners.get(each) ?? [])]) listener();
    });
  }
}
