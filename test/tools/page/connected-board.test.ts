/** A connected board as the page's panel shows it, from both boards. */
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { ProgrammableBoard } from "../../../board/shared/index.ts";
import { chosenFiles } from "../../../src/tools/page/real-board/chosen-files.ts";
import { ConnectedBoard } from "../../../src/tools/page/real-board/connected-board.ts";
import { boards, type MakeBoard } from "../../support/boards.ts";
import { Cable } from "../../support/cable.ts";
import { buildFirst, builtDist } from "../../support/dist.ts";
import { again } from "../../tinymqtt/again.ts";

beforeAll(...buildFirst);

const light = { name: "light", kind: "analog", pin: "D34", every: 60_000, change: 0.05 };

async function connected(make: MakeBoard, ding?: object): Promise<{ board: ProgrammableBoard; seen: ConnectedBoard; cable: Cable }> {
  const board = make();
  onTestFinished(() => board.discard());
  if (ding) board.install(await builtDist(), ding);
  await board.powerOn();
  const cable = new Cable(board);
  const seen = new ConnectedBoard(cable, false);
  onTestFinished(() => seen.close());
  await seen.start();
  return { board, seen, cable };
}

/** Resolves once it is so, after however many changes. */
function until(seen: ConnectedBoard, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return;
      stop();
      resolve();
    };
    const stop = seen.on(look);
    look();
  });
}

describe.each(boards())("the %s", (name, make) => {
  it("is named, with its node and the functions that one can call", again(name), async () => {
    const { seen } = await connected(make, { node: "hall", sensors: [light] });
    expect(seen.what).toMatch(/^\w+ with Espruino 2v\d+/);
    expect(seen.node).toBe("hall");
    expect(seen.functions).toEqual(["status", "press", "led", "help"]);
  });

  it("shows its pins as they change", again(name), async () => {
    const { board, seen } = await connected(make, { node: "hall", sensors: [light] });
    const value = (part: string): string | undefined => seen.pins.find((pin) => pin.part === part)?.value;
    await until(seen, () => value("Light") !== undefined);
    expect(seen.pins.map(({ part, pin }) => `${part} ${pin}`)).toEqual(["Button D0", "LED D2", "Light D34"]);
    const isButton = (state: string) => (): boolean => seen.pins.some((pin) => pin.state === state);
    board.drive("D0", 0);
    await until(seen, isButton("pressed"));
    board.drive("D0", 1);
    await until(seen, isButton("released"));
    board.drive("D34", 0.25);
    await until(seen, () => value("Light") === "0.250");
    await seen.call("led", "on");
    await until(seen, () => value("LED") === "1");
    // Looking has not put it out.
    expect(board.level("D2")).toBe(1);
  });

  it("shows every button by its name, and whether it is pressed", again(name), async () => {
    const { board, seen } = await connected(make, { node: "hall", buttons: [{ name: "Tür", pin: "D27" }], outputs: [{ name: "relay", pin: "D4" }] });
    board.drive("D27", 1);
    const states = (): string[] => seen.pins.filter(({ part }) => part === "Button").map(({ name, pin, state }) => `${name} ${pin} ${state}`);
    await until(seen, () => states().join() === " D0 released,Tür D27 released");
    board.drive("D27", 0);
    await until(seen, () => states()[1] === "Tür D27 pressed");
    expect(states()[0]).toBe(" D0 released");
  });

  it("shows what is evaluated, an error too, and never a text that is to be hidden", again(name), async () => {
    const { seen } = await connected(make);
    seen.hide("a secret");
    await seen.evaluate("6*7");
    await seen.evaluate("nothing.here");
    await seen.evaluate('print("this is "+"a secret")');
    const lines = seen.lines.join("\n");
    expect(lines).toContain("> 6*7\n= 42");
    expect(lines).toMatch(/ReferenceError/);
    expect(lines).toContain("this is ***");
  });

  it("has the line to itself while something is written, and is looked at anew afterwards", again(name), async () => {
    const { seen } = await connected(make);
    await until(seen, () => seen.pins.length > 0);
    const done = await seen.exclusively(async () => {
      expect(seen.isBusy).toBe(true);
      return Promise.resolve("done");
    });
    expect(done).toBe("done");
    await until(seen, () => seen.what !== "");
    expect(seen.isBusy).toBe(false);
  });

  it("says why it is lost", again(name), async () => {
    const { seen, cable } = await connected(make);
    cable.cut();
    expect(seen.lost).toMatch(/was the cable pulled/);
  });
});

describe("files that were chosen", () => {
  const bytes = new Uint8Array(1);

  it("are taken as they are, or unpacked when it is one archive", () => {
    expect([
      ...chosenFiles([
        { name: "a.bin", bytes },
        { name: "b.bin", bytes },
      ])
        .open([])
        .keys(),
    ]).toEqual(["a.bin", "b.bin"]);
    expect(() => chosenFiles([{ name: "espruino.zip", bytes }]).open([])).toThrow(/espruino\.zip is no folder, zip or tgz/);
  });
});
