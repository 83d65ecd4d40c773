/** A person at a board's console: keys, screen, leaving, and a cable that is pulled and plugged in again. */
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { LinuxEspruino } from "../../../board/linux/index.ts";
import type { ProgrammableBoard } from "../../../board/shared/index.ts";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import { UserError } from "../../../src/tools/command-line/user-error.ts";
import { runConsoleSession, type UserTerminal } from "../../../src/tools/console/session.ts";
import type { SerialLink } from "../../../src/tools/serial/serial-link.ts";
import { boards, espruino, type MakeBoard } from "../../support/boards.ts";
import { Cable } from "../../support/cable.ts";
import { again } from "../../tinymqtt/again.ts";

const ctrlC = "\x03";
const ctrlX = "\x18";
const upKey = "\x1b[A";
const leftKey = "\x1b[D";
const rightKey = "\x1b[C";

/** Somebody who types, and reads the screen. */
class Person implements UserTerminal {
  screen = "";
  readonly notes: string[] = [];
  private readonly _listeners = new Set<(keys: Uint8Array) => void>();

  onKeys(listener: (keys: Uint8Array) => void): () => void {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  show(bytes: Uint8Array): void {
    this.screen += Buffer.from(bytes).toString("latin1");
  }

  note(line: string): void {
    this.notes.push(line);
  }

  type(keys: string): void {
    for (const listener of this._listeners) listener(Buffer.from(keys, "latin1"));
  }

  /** Waits until the screen shows it, in what came since the last time. */
  async sees(text: string | RegExp): Promise<void> {
    await vi.waitFor(() => expect(this.screen).toMatch(text), { timeout: 10_000, interval: 5 });
    this.screen = "";
  }

  get isListenedTo(): boolean {
    return this._listeners.size > 0;
  }
}

interface Sitting {
  person: Person;
  over: Promise<void>;
  leave: AbortController;
}

function sit(open: () => Promise<SerialLink>): Sitting {
  const person = new Person();
  const leave = new AbortController();
  const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const over = runConsoleSession(open, person, nextTurn, leave.signal);
  onTestFinished(async () => {
    leave.abort();
    await over.catch(() => undefined); // the test has looked at it
  });
  return { person, over, leave };
}

async function powered(make: MakeBoard): Promise<ProgrammableBoard> {
  const board = make();
  onTestFinished(() => board.discard());
  await board.powerOn();
  return board;
}

describe.each(boards())("the console of the %s", (name, make) => {
  const tries = again(name);

  it("says how to leave, and shows a prompt", tries, async () => {
    const board = await powered(make);
    const { person } = sit(() => Promise.resolve(new Cable(board)));
    await person.sees(/>/);
    expect(person.notes).toEqual([expect.stringMatching(/^console of the cable: Ctrl-X leaves, ding\.help\(\) lists what the node can do/)]);
  });

  it("takes what is typed, and shows what comes of it", tries, async () => {
    const board = await powered(make);
    const { person } = sit(() => Promise.resolve(new Cable(board)));
    await person.sees(/>/);
    person.type("6*7\n");
    await person.sees("=42");
  });

  it("is left by Ctrl-X, after the keys before it and without those behind it", tries, async () => {
    const board = await powered(make);
    const { person, over } = sit(() => Promise.resolve(new Cable(board)));
    await person.sees(/>/);
    person.type(`var a=1\n${ctrlX}a=2\n`);
    await over;
    expect(person.isListenedTo).toBe(false);
    await vi.waitFor(async () => expect(await board.eval("a")).toBe("1"));
  });
});

it("Ctrl-C drops the keys before it that have not gone out, and those behind it come after it", async () => {
  const board = await powered(() => new VirtualEsp32());
  const cable = new Cable(board);
  const write = vi.spyOn(cable, "write");
  const { person } = sit(() => Promise.resolve(cable));
  await person.sees(/>/);
  write.mockClear();
  person.type(`lost${ctrlC}6*7\n`);
  await person.sees("=42");
  expect(Buffer.concat(write.mock.calls.map(([bytes]) => bytes)).toString("latin1")).toBe(`${ctrlC}6*7\n`);
});

describe.skipIf(!espruino)("Espruino's own line editor, through the console", () => {
  const tries = again("real interpreter");

  async function atTheBoard(): Promise<Person> {
    const board = await powered(() => new LinuxEspruino(espruino));
    const { person } = sit(() => Promise.resolve(new Cable(board)));
    await person.sees(/>/);
    return person;
  }

  it("brings back the line before by the arrow up", tries, async () => {
    const person = await atTheBoard();
    person.type("11*11\n");
    await person.sees(/=121\s+>/);
    person.type(`${upKey}\n`);
    await person.sees("=121");
  });

  it("edits in the midst of a line by the arrow left", tries, async () => {
    const person = await atTheBoard();
    person.type(`1+10${leftKey}${leftKey}5${rightKey}${rightKey}\n`);
    await person.sees("=511");
  });

  it("gets Ctrl-C, which breaks what runs", tries, async () => {
    const person = await atTheBoard();
    person.type("print('on '+'and on');while(1);\n");
    await person.sees("on and on");
    person.type(ctrlC);
    await person.sees("debug>"); // where it is broken, it may be looked around
    person.type(ctrlC);
    await person.sees(/\n>/);
    person.type("6*7\n");
    await person.sees("=42");
  });
});

describe("a cable that is pulled", () => {
  it("is told, waited for, and told when it is back; keys struck meanwhile are lost", async () => {
    const board = new VirtualEsp32();
    await board.powerOn();
    const cables = [new Cable(board)];
    let isThere = true;
    const open = (): Promise<SerialLink> => {
      if (!isThere) return Promise.reject(new UserError("there is no port /dev/ttyUSB0"));
      const cable = new Cable(board);
      cables.push(cable);
      return Promise.resolve(cable);
    };
    const { person } = sit(open);
    await person.sees(/>/);
    isThere = false;
    cables.at(-1)?.cut();
    await vi.waitFor(() => expect(person.notes).toContain("the cable is gone; waiting for it to come back (Ctrl-X leaves)"));
    person.type("lost=1\n");
    isThere = true;
    await vi.waitFor(() => expect(person.notes).toContain("the cable is back"));
    await person.sees(/>/);
    person.type("typeof lost\n");
    await person.sees('="undefined"');
    expect(person.notes).toHaveLength(3);
  });

  it("can be left while it is away", async () => {
    const board = new VirtualEsp32();
    await board.powerOn();
    const cable = new Cable(board);
    let opened = 0;
    const { person, over } = sit(() => (opened++ === 0 ? Promise.resolve(cable) : Promise.reject(new UserError("there is no port"))));
    await person.sees(/>/);
    cable.cut();
    await vi.waitFor(() => expect(opened).toBeGreaterThan(5));
    person.type(ctrlX);
    await over;
    expect(person.notes).toHaveLength(2); // the same reason again and again is no news
  });

  it("says when it is another reason that keeps it away", async () => {
    const board = new VirtualEsp32();
    await board.powerOn();
    const reasons = ["there is no port", "there is no port", "no permission to open /dev/ttyUSB0", "no permission to open /dev/ttyUSB0"];
    const cable = new Cable(board);
    let opened = 0;
    const { person } = sit(() => (opened++ === 0 ? Promise.resolve(cable) : Promise.reject(new UserError(reasons[opened - 2] ?? "there is no port"))));
    await person.sees(/>/);
    cable.cut();
    await vi.waitFor(() => expect(person.notes).toContain("no permission to open /dev/ttyUSB0"));
    expect(person.notes.filter((note) => note.startsWith("no permission"))).toHaveLength(1);
  });

  it("that was never there is an error", async () => {
    const { over } = sit(() => Promise.reject(new UserError("there is no port /dev/ttyUSB0: is the cable plugged in?")));
    await expect(over).rejects.toThrow("is the cable plugged in?");
  });
});

describe("the session", () => {
  it("ends when it is ended from outside, and lets the port go", async () => {
    const board = new VirtualEsp32();
    await board.powerOn();
    const cable = new Cable(board);
    const { person, over, leave } = sit(() => Promise.resolve(cable));
    await person.sees(/>/);
    leave.abort();
    await over;
    await expect(cable.write(Buffer.from("x"))).rejects.toThrow(/gone/);
    expect(person.isListenedTo).toBe(false);
  });
});
