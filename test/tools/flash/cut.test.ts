/** A cable that is pulled, and the board's power with it, at twenty moments of flashing a newer node over an older. */
import { afterAll, beforeAll, describe, expect } from "vitest";
import type { BuiltNode } from "../../../src/tools/flash/node-build.ts";
import { LinkLost } from "../../../src/tools/serial/link.ts";
import { boards, nextLine } from "../../support/boards.ts";
import { Cable } from "../../support/cable.ts";
import { flash, littleNode, nodeWith } from "./bench.ts";
import { test } from "vitest";

let older: BuiltNode;
let newer: BuiltNode;
beforeAll(async () => {
  older = await nodeWith(littleNode("1.0.0", 1_500));
  newer = await nodeWith(littleNode("1.1.0", 1_500), "1.1.0", "\n// another guard\n");
}, 60_000);

const moments = Array.from({ length: 20 }, (_, i) => i / 20);

describe.each(boards())("a cable to the %s", (_name, make) => {
  const seen = new Set<string>();

  /** How many bytes go to a board with the older node until it has the newer. */
  const wholeTalk = onTwo;
  let total: Promise<number> | undefined;

  async function onTwo(): Promise<number> {
    const board = make();
    try {
      await board.powerOn();
      await flash(board, older, { options: { node: "old" } });
      const cable = new Cable(board);
      await flash(board, newer, { link: cable, options: { node: "new" } });
      return cable.sent;
    } finally {
      await board.discard();
    }
  }

  test.concurrent.for(moments)("that is pulled when %f of all was sent leaves a node, and the next flash repairs", { timeout: 90_000 }, async (part) => {
    const length = await (total ??= wholeTalk());
    const board = make();
    try {
      await board.powerOn();
      await flash(board, older, { options: { node: "old" } });
      const cable = new Cable(board, Math.ceil(length * part));
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
  });

  afterAll(() => expect(seen).toContain("ding 1.0.0"));
});
