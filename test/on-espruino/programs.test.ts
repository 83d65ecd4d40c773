/** Programs that must print the same lines, in the same order, on the virtual board and on the interpreter. */
import { afterEach, describe, expect, test } from "vitest";
import type { ProgrammableBoard } from "../../board/virtual/index.ts";
import { boards, linesOf } from "../support/boards.ts";
import { network } from "./probes/network.ts";
import { programs } from "./probes/programs.ts";
import { watches } from "./probes/watches.ts";

describe.each(boards())("on the %s", (_name, make) => {
  let board: ProgrammableBoard;
  afterEach(() => board.discard());

  test.each([...programs, ...network])("$does", async ({ source, prints }) => {
    board = make();
    board.put(".bootcde", source);
    const lines = linesOf(board, prints.length);
    await board.powerOn();
    expect(await lines).toEqual(prints);
  });

  test.each(watches)("$does", async ({ source, hand, prints }) => {
    board = make();
    board.put(".bootcde", source);
    const lines = linesOf(board, prints.length);
    await board.powerOn();
    await hand(board);
    expect(await lines).toEqual(prints);
  });
});
