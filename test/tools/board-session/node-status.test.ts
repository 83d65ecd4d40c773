/** A node's status without a line on its console, from both boards. */
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { BoardConsole } from "../../../src/tools/board-session/board-console.ts";
import { readStatus, statusQuestion } from "../../../src/tools/board-session/node-status.ts";
import { boards } from "../../support/boards.ts";
import { Cable } from "../../support/cable.ts";
import { buildFirst, builtDist } from "../../support/dist.ts";
import { again } from "../../tinymqtt/again.ts";

beforeAll(...buildFirst);

describe.each(boards())("the %s", (name, make) => {
  it("tells the status of its node, prints nothing, and prints as before afterwards", again(name), async () => {
    const board = make();
    onTestFinished(() => board.discard());
    board.install(await builtDist(), { node: "hall" });
    await board.powerOn();
    const cable = new Cable(board);
    onTestFinished(() => cable.close());
    const console = new BoardConsole(cable);
    const lines: string[] = [];
    await console.ask("1");
    // The stand-in for PWM on Linux reports each change in a line of its own.
    console.onLine((line) => line.startsWith("\x1e") || lines.push(line));
    expect(readStatus(String(await console.ask(statusQuestion)))).toMatchObject({ isOnline: false, led: 0 });
    await console.ask('ding.led({"state":"on","brightness":0.5})');
    expect(readStatus(String(await console.ask(statusQuestion)))).toMatchObject({ led: 0.5 });
    expect(lines).toEqual([]);
    await console.ask("ding.status()");
    expect(lines).toEqual([expect.stringMatching(/^offline \{/)]);
  });

  it("tells nothing where no node runs", again(name), async () => {
    const board = make();
    onTestFinished(() => board.discard());
    await board.powerOn();
    expect(readStatus(String(await new BoardConsole(new Cable(board)).ask(statusQuestion)))).toBeUndefined();
  });
});

it.each(["", "online", 'online {"queued":1}', "hello {} {}"])("%j is no status", (answer) => {
  expect(readStatus(answer)).toBeUndefined();
});
