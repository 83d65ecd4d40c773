/** The built node shows itself to Home Assistant: once for each document, again when Home Assistant starts, and no longer when it must not. */
import { beforeAll, describe, expect, it, vi } from "vitest";
import { decodeUtf8 } from "../../board/shared/byte-text.ts";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { discoveryFile, Line, publishedAt, publishedMark } from "../../src/firmware/discovery-file.ts";
import { storedDocument } from "../../src/tools/home-assistant/stored-document.ts";
import { boards } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { device } from "../support/settings.ts";
import { again } from "../tinymqtt/again.ts";
import { dingFor, flashed, Listener, startBroker } from "./node.ts";

/** Below the node's base, where the listener hears it. */
const prefix = "/kv6003/ha";
const topic = `${prefix}/device/hall/config`;
const status = "/kv6003/status/hall";
const led = "/kv6003/state/hall/led";

beforeAll(...buildFirst);

/** The file for the node `hall`. */
function fileFor(change: object = {}, onBoard?: string): string {
  return storedDocument({ ...device, node: "hall", discovery: prefix, ...change }, "", "1.0.0", onBoard) ?? "";
}

function documentIn(file: string): string {
  return decodeUtf8(file.split("\n")[Line.Document] ?? "");
}

/** Whether the board remembers that the broker has the document. */
async function isMarked(board: ProgrammableBoard): Promise<boolean> {
  return JSON.parse(await board.eval(`JSON.stringify(require("Storage").read("${discoveryFile}",${publishedAt},1))`)) === publishedMark;
}

describe.each(boards())("on the %s", (name, make) => {
  interface Shown {
    board: ProgrammableBoard;
    listener: Listener;
    /** Power off and on, with other files in Storage; waits until the node has told all that it tells at a connect. */
    restart: (ding: object, file?: string) => Promise<void>;
    /** What came on the document's topic. */
    documents: () => string[];
  }

  /** A node with a document, which it has published. */
  async function shown(): Promise<Shown> {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const ding = (more: object): object => ({ ...dingFor(broker), discovery: prefix, ...more });
    const { board } = await flashed(make, ding({}));
    board.put(discoveryFile, fileFor());
    await board.powerOn();
    await listener.next(topic);
    const restart: Shown["restart"] = async (more, file) => {
      await board.powerOff();
      await listener.next(status, (payload) => payload === "offline");
      board.put("ding.json", JSON.stringify(ding(more)));
      if (file !== undefined) board.put(discoveryFile, file);
      const told = listener.heard.length;
      await board.powerOn();
      // The health comes last.
      await vi.waitFor(() => expect(listener.heard.slice(told).map((one) => one.topic)).toContain("/kv6003/health/hall"), { timeout: 10_000 });
    };
    return { board, listener, restart, documents: () => listener.on(topic).map(({ text }) => text) };
  }

  it("publishes its document once, retained, and remembers that the broker has it", again(name), async () => {
    const { board, listener, restart, documents } = await shown();
    expect(listener.on(topic)).toMatchObject([{ text: documentIn(fileFor()), qos: 1 }]);
    await vi.waitFor(async () => expect(await isMarked(board)).toBe(true), { timeout: 10_000 });
    await restart({});
    expect(documents()).toHaveLength(1);
  });

  it("publishes one that is almost too long", again(name), async () => {
    const { restart, documents } = await shown();
    const sensors = Array.from({ length: 22 }, (_, i) => ({ name: `number ${i}`, kind: "temperature", pin: "", every: 60_000, change: 0 }));
    const long = fileFor({ sensors });
    expect(long.length).toBeGreaterThan(8500);
    await restart({}, long);
    expect(documents().at(-1)).toBe(documentIn(long));
  });

  it("publishes a new one in place of the old, and removes what another name has left", again(name), async () => {
    const { listener, restart, documents } = await shown();
    await restart({}, fileFor({ sensors: [] }));
    expect(documents()).toEqual([documentIn(fileFor()), documentIn(fileFor({ sensors: [] }))]);
    await restart({ discovery: `${prefix}2` }, fileFor({ discovery: `${prefix}2` }, fileFor()));
    expect(documents().slice(2)).toEqual([""]);
    expect(await listener.next(`${prefix}2/device/hall/config`)).toMatchObject({ text: documentIn(fileFor()) });
  });

  it("withdraws it when discovery is switched off, or the topics change", again(name), async () => {
    const { board, restart, documents } = await shown();
    await restart({ discovery: "" });
    expect(documents()).toEqual([documentIn(fileFor()), ""]);
    await vi.waitFor(async () => expect(await board.eval(`require("Storage").list().indexOf("${discoveryFile}")`)).toBe("-1"), { timeout: 10_000 });
    await restart({});
    expect(documents()).toHaveLength(2);
  });

  it("withdraws one that it never published with the one that it was to replace", again(name), async () => {
    const { restart, documents } = await shown();
    await restart({ discovery: "" }, fileFor({ discovery: `${prefix}2` }, fileFor()));
    expect(documents()).toEqual([documentIn(fileFor()), ""]);
  });

  it("publishes it again when Home Assistant starts, and still takes commands", { timeout: 40_000 }, async () => {
    const { listener, documents } = await shown();
    for (const word of ["offline", "online"]) await listener.say(`${prefix}/status`, word);
    await vi.waitFor(() => expect(documents()).toEqual([documentIn(fileFor()), documentIn(fileFor())]), { timeout: 20_000, interval: 50 });
    await listener.say("/kv6003/control/led/hall", "on");
    expect(await listener.next(led, (state) => (state as { state: string }).state === "on")).toBeDefined();
    expect(listener.on("/kv6003/error/hall")).toEqual([]);
  });
});
