/** A board whose console asks for a password: flash gives it, and does not show it. */
import { describe, expect, it } from "vitest";
import { boards } from "../../support/boards.ts";
import { again } from "../../tinymqtt/again.ts";
import type { BuiltNode } from "../../../src/tools/node-build/built-node.ts";
import { Cable } from "../../support/cable.ts";
import { boardWith, ding, flash, littleNode, nodeWith, Person, type Flashing } from "./flash-fixture.ts";

const password = "open sesame";
const locking = `var p=(require("Storage").readJSON("ding.json",true)||{}).console;if(p){E.setPassword(p.password);E.lockConsole()}`;
const locked = { "ding.json": JSON.stringify({ console: { password } }) };

describe.each(boards())("flashing the %s with a locked console", (name, make) => {
  it("goes on after the restart, in which the console locks itself", { ...again(name), timeout: 60_000 }, async () => {
    const board = boardWith(make, locked);
    await board.powerOn();
    const person = new Person();
    const node = await nodeWith(littleNode("1.0.0", 1_000, locking));
    const flashOver = async (how: Flashing & { node: BuiltNode }): Promise<string[]> => {
      const link = new Cable(board);
      try {
        return await flash(board, how.node, { ...how, link });
      } finally {
        await link.close();
      }
    };
    expect(await flashOver({ node, person, options: { verbose: true } })).toContain("Node:    hall, version 1.0.0, is up");
    expect(person.said.join("\n")).not.toContain(password);

    // From here on it is locked from the first word.
    const environment = { DING_WIFI_PASSWORD: ding.wifi.password, DING_CONSOLE_PASSWORD: password };
    const newer = await nodeWith(littleNode("1.1.0", 1_000, locking));
    expect(await flashOver({ node: newer, environment })).toContain("Node:    hall, version 1.1.0, is up");
    board.type("\x10E.lockConsole()\n"); // it was left unlocked
    await expect(flashOver({ node: newer, attempt: 200 })).rejects.toThrow(
      /console is locked: put its password \(console\.password\) into the environment as DING_CONSOLE_PASSWORD/,
    );
  });
});
