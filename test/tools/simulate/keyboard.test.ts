/** The keys of the simulator. */
import { EventEmitter } from "node:events";
import type { ReadStream } from "node:tty";
import { describe, expect, it, vi } from "vitest";
import { Keyboard, keysIn, type Key } from "../../../src/tools/simulate/keyboard.ts";

describe("keys", () => {
  it.each([
    [" ", ["press"]],
    ["wB", ["wifi", "broker"]],
    ["dhl", ["double", "long", "light"]],
    ["q", ["quit"]],
    ["\u0003", ["quit"]],
    ["\u0004", ["quit"]],
    ["x", []],
    ["\u001b[B", []],
    ["\u001b[[B", []],
    ["\u001b\u001b[B", []],
    ["\u001b[1;5D", []],
    ["\u001bOB", []],
    ["\u001bq", []],
    ["\u001b[A\u0003", ["quit"]],
    ["\u001b[3~w\u001b[Bb", ["wifi", "broker"]],
    ["\u001b\u0003", ["quit"]],
    ["\u001b[\u0003", ["quit"]],
  ])("%j means %j", (input, keys) => {
    expect(keysIn(input)).toEqual(keys);
  });
});

class Terminal extends EventEmitter {
  raw = false;
  setRawMode(raw: boolean): void {
    this.raw = raw;
  }
  resume(): void {
    this.emit("resumed");
  }
  pause(): void {
    this.emit("paused");
  }
}

describe("the keyboard", () => {
  it("echoes nothing from the first moment, and leaves the terminal as it was", () => {
    const terminal = new Terminal();
    const keyboard = new Keyboard(terminal as unknown as ReadStream);
    expect(terminal.raw).toBe(true);
    const keys: Key[] = [];
    terminal.emit("data", Buffer.from(" ")); // nobody listens yet
    keyboard.onKey((key) => keys.push(key));
    terminal.emit("data", Buffer.from("w"));
    keyboard.release();
    terminal.emit("data", Buffer.from("b"));
    expect(keys).toEqual(["wifi"]);
    expect(terminal.raw).toBe(false);
  });

  it("ends the process by Ctrl-C before anybody listens", () => {
    const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
    const terminal = new Terminal();
    const keyboard = new Keyboard(terminal as unknown as ReadStream);
    terminal.emit("data", Buffer.from("\u0003"));
    expect(exit).toHaveBeenCalledWith(130);
    keyboard.release();
    exit.mockRestore();
  });
});
