/** Programs that must print the same lines, in the same order, on the virtual board and on the interpreter. */
import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { ProgrammableBoard } from "../../board/virtual/index.ts";
import { boards, linesOf } from "../support/boards.ts";
import { network } from "./probes/network.ts";
import { programs } from "./probes/programs.ts";
import { watches } from "./probes/watches.ts";

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address && typeof address === "object") resolve(address.port);
      else reject(new Error("the server has no port"));
    });
  });
}

describe.each(boards())("on the %s", (_name, make) => {
  let board: ProgrammableBoard;
  afterEach(() => board.discard());

  test.each(network)("$does", async ({ source, prints, serve }) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined); // a board that is unplugged resets it
      serve?.(socket);
    });
    const port = await listening(server);
    board = make();
    board.put(".bootcde", source.replace("PORT", String(port)));
    const lines = linesOf(board, prints.length);
    await board.powerOn();
    expect(await lines).toEqual(prints);
    server.close();
  });

  test.each(programs)("$does", async ({ source, prints }) => {
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
