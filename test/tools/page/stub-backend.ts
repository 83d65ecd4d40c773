/** A simulator for tests of the page: it says what the test has it say, and keeps what it was asked for. */
import { board, device } from "../../support/settings.ts";
import { buildForFlash } from "../../../src/tools/node-build/build-for-flash.ts";
import { pageDownloads } from "../../../src/tools/page/downloads.ts";
import type { FromPage, FromSimulator } from "../../../src/tools/page/protocol.ts";
import type { Backend, Download } from "../../../src/tools/page/server/backend.ts";

export const hello: FromSimulator = {
  type: "hello",
  version: "1.0.0",
  engine: "virtual",
  base: "ding",
  broker: { host: "127.0.0.1", port: 1883, embedded: true },
  nodes: [
    {
      node: "ding-1",
      buttons: [{ name: "", pin: "D0", activeLow: true, debounce: 50, long: 800, double: 300, events: ["press"] }],
      outputs: [{ name: "led", pin: "D2", activeLow: false }],
      lightPin: "D34",
    },
  ],
  canShapeLinks: true,
  scenarios: [],
  board: { pins: board.pins },
  device,
};

export class StubBackend implements Backend {
  /** What pages have asked for. */
  readonly asked: FromPage[] = [];
  readonly downloads: Map<string, Download> = pageDownloads(
    { host: "127.0.0.1", port: 1883, base: "ding" },
    { buttons: [{ name: "", pin: "D0", activeLow: true }], outputs: [{ name: "led", pin: "D2", activeLow: false }], lightPin: "D34" },
    buildForFlash,
  );
  /** Answers a request; nothing unless a test says so. */
  answer: (message: FromPage, reply: (message: FromSimulator) => void) => void = () => undefined;
  private readonly _listeners = new Set<(message: FromSimulator) => void>();

  /** How many pages listen. */
  get pages(): number {
    return this._listeners.size;
  }

  welcome(): FromSimulator[] {
    return [hello, { type: "history", messages: [], console: [], presses: [] }];
  }

  on(listener: (message: FromSimulator) => void): () => void {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  handle(message: FromPage, reply: (message: FromSimulator) => void): void {
    this.asked.push(message);
    this.answer(message, reply);
  }

  /** Says it to all pages. */
  say(message: FromSimulator): void {
    for (const listener of this._listeners) listener(message);
  }
}
