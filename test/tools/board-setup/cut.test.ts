/** A cable that is pulled, and the board's power with it, at twenty moments of flashing a newer node over an older. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProgrammableBoard } from "../../../board/shared/index.ts";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import type { BuiltNode } from "../../../src/tools/node-build/built-node.ts";
import { LinkLost } from "../../../src/tools/serial/serial-link.ts";
import { boards, nextLine } from "../../support/boards.ts";
import { Cable } from "../../support/cable.ts";
import { again } from "../../tinymqtt/again.ts";
import { flash, littleNode, nodeWith } from "./flash-fixture.ts";

let older: BuiltNode;
let newer: BuiltNode;
/** Bytes that go to a board with the older node until it has the newer. */
let total = 0;

beforeAll(async () => {
  older = await nodeWith(littleNode("1.0.0", 1_500));
  newer = await nodeWith(littleNode("1.1.0", 1_500), "1.1.0", "\n// another guard\n");
  const board = new VirtualEsp32();
  await withOlder(board);
  const cable = new Cable(board);
  await flash(board, newer, { link: cable, options: { node: "new" } });
  total = cable.sent;
  await board.discard();
}, 60_000);

async function withOlder(board: ProgrammableBoard): Promise<void> {
  await board.powerOn();
  await flash(board, older, { options: { node: "old" } });
}

const moments = Array.from({ length: 20 }, (_, i) => i / 20);

describe.each(boards())("a cable to the %s", (name, make) => {
  const seen = new Set<string>();

  test.concurrent.for(moments)(
    "that is pulled when %f of all was sent leaves a node, and the next flash repairs",
    { ...again(name), timeout: 90_000 },
    async (part) => {
      const board = make();
      try {
        await withOlder(board);
        const cable = new Cable(board, Math.ceil(total * part));
        await expect(flash(board, newer, { link: cable, options: { node: "new" } })).rejects.toThrow(LinkLost);
        await board.powerOff();

        const said = nextLine(board, /^ding /, 30_000);
        await board.powerOn();
        const line = await said;
        expect(line).toMatch(/^ding (1\.0\.0: old|1\.1\.0: new), boot /);
        seen.add(line.slice(0, "ding 1.0.0".length));

        const repaired = await flash(board, newer, { options: { node: "new" } });
        expect(repaired).toContain("Node:    new, version 1.1.0, is up");
      } finally {
        await board.discard();
      }
    },
  );

  afterAll(() => expect(seen).toContain("ding 1.0.0"));
});
