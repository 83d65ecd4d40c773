/** Whatever of a node is missing, old or broken: flashing makes a running node of it. */
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import type { BuiltNode } from "../../../src/tools/node-build/built-node.ts";
import { flash, littleNode, nodeWith } from "./flash-fixture.ts";

let older: BuiltNode;
let newer: BuiltNode;
beforeAll(async () => {
  older = await nodeWith(littleNode("1.0.0", 1_000));
  newer = await nodeWith(littleNode("1.1.0", 1_000), "1.1.0", "\n// another guard\n");
}, 60_000);

const journal = (base: string, marks: string): string => (base + marks).padEnd(1024, "\xff");

/** What each of a node's files may be, besides missing. */
function states(): Record<string, string[]> {
  const broken = (code: string): string => code.slice(0, 500).padEnd(code.length, "\xff");
  const { boot, node } = older.release;
  return {
    ".bootcde": [boot, newer.release.boot, broken(boot)],
    "ding.js": [node, newer.release.node, broken(node), "throw new Error('broken')"],
    "ding2.js": [node, newer.release.node, broken(node)],
    "ding.json": ['{"node":"old"}', '{"node":"o', '{node:"bare"}'],
    "ding.b0": [journal("00000000", "1"), journal("00000007", "1bbb"), journal("00000000", "2bl"), "garbage", journal("00000000", "1".padEnd(1016, "bl"))],
    "ding.b1": [journal("00000003", "2b"), journal("0000\xff", ""), journal("00000900", "2".padEnd(1016, "bl"))],
    ".boot3": ["//\xff/*\xff*/(function(s){".padEnd(300, "\xff"), "\xff".repeat(300), "//\n/*.*/(function(s){})()\n"],
    "ding.new": ['{"node":"staged"}', "\xff\xff"],
    "boot.new": [boot, "\xff\xff"],
  };
}

it("repairs every state of the files", async () => {
  const names = Object.keys(states());
  const state = fc.record(Object.fromEntries(names.map((name) => [name, fc.option(fc.nat(4), { freq: 1, nil: undefined })])));
  await fc.assert(
    fc.asyncProperty(state, async (choice) => {
      const board = new VirtualEsp32();
      for (const [name, index] of Object.entries(choice)) {
        const contents = index === undefined ? undefined : states()[name]?.[index % (states()[name]?.length ?? 1)];
        if (contents !== undefined) board.put(name, contents);
      }
      try {
        await board.powerOn();
        const said = await flash(board, newer, { options: { yes: true } });
        expect(said).toContain("Node:    hall, version 1.1.0, is up");
        expect(said).toContain("Broker:  connected");
        await board.powerOff();
        const lines: string[] = [];
        board.onLine((line) => lines.push(line));
        await board.powerOn();
        expect(lines.filter((line) => line.startsWith("ding "))).toEqual([expect.stringMatching(/^ding 1\.1\.0: hall, /)]);
      } finally {
        await board.powerOff();
      }
    }),
    { seed: 5, numRuns: 40 },
  );
}, 60_000);
