/** Flashing a board that is there: bare, with an older node, with a program that is in the way. */
import { describe, expect, it } from "vitest";
import { boards } from "../../support/boards.ts";
import { boardWith, flash, littleNode, nodeWith } from "./bench.ts";

describe.each(boards())("flashing the %s", (_name, make) => {
  it("makes a node of a bare board", async () => {
    const board = boardWith(make);
    await board.powerOn();
    const said = await flash(board, await nodeWith(littleNode("1.0.0")));
    expect(said).toContain("Node:    hall, version 1.0.0, is up");
    expect(said).toContain("Broker:  connected");
    expect(await board.eval('require("Storage").list().filter(function(n){return /new|boot3/.test(n)}).length')).toBe("0");
  });

  it("puts a newer node beside the older, and the newest into the room of the first", async () => {
    const board = boardWith(make);
    await board.powerOn();
    await flash(board, await nodeWith(littleNode("1.0.0")));
    expect(await flash(board, await nodeWith(littleNode("1.1.0")))).toContain("Node:    hall, version 1.1.0, is up");
    expect(await flash(board, await nodeWith(littleNode("1.2.0")))).toContain("Node:    hall, version 1.2.0, is up");
    await board.powerOff();
    await board.powerOn();
    expect(await board.eval('require("Storage").read("ding.js").indexOf("1.2.0")>0')).toBe("true");
  });

  it("writes nothing when the board has it all", async () => {
    const board = boardWith(make);
    await board.powerOn();
    const node = await nodeWith(littleNode("1.0.0"));
    await flash(board, node);
    expect(await flash(board, node)).toContain("The board has it all already; nothing is written");
  });
});
