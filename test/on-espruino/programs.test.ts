/** Programs that must print the same lines, in the same order, on the virtual board and on the interpreter. */
import { createSocket } from "node:dgram";
import { createServer, type Server } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { ManualClock, VirtualEsp32 } from "../../board/virtual/index.ts";
import { pretokenise } from "../../src/tools/bundle/pretokenise.ts";
import { boards, Transcript } from "../support/boards.ts";
import { datagrams } from "./probes/datagrams.ts";
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

describe.each(boards())("on the %s", (name, make) => {
  let board: ProgrammableBoard;
  afterEach(() => board.discard());

  /** A board whose time passes when it is asked to: the virtual one's at once, the interpreter's as everyone's. */
  function timed(): { transcript: Transcript; pass: (ms: number) => Promise<void>; all: (count: number) => Promise<string[]> } {
    if (name !== "virtual ESP32") {
      board = make();
      const transcript = new Transcript(board);
      return { transcript, pass: (ms) => wait(ms), all: (count) => transcript.atLeast(count) };
    }
    const clock = new ManualClock();
    board = new VirtualEsp32({ clock });
    const transcript = new Transcript(board);
    return {
      transcript,
      pass: (ms) => clock.advance(ms),
      all: async () => {
        await clock.advance(5_000);
        return transcript.lines;
      },
    };
  }

  describe.each([
    ["as text", (source: string) => source],
    ["in tokens", pretokenise],
  ])("%s", (_form, write) => {
    test.each(programs)("$does", async ({ source, prints }) => {
      const { all } = timed();
      board.put(".bootcde", write(source));
      await board.powerOn();
      expect(await all(prints.length)).toEqual(prints);
    });
  });

  test("after reset() .boot0 to .boot3 run again, the boot file does not", async () => {
    const { all } = timed();
    board.put(
      ".bootcde",
      `print("ran boot file");
      require("Storage").write(".boot3", 'print("ran .boot3")');
      reset();`,
    );
    await board.powerOn();
    // The interpreter greets after a reset.
    expect((await all(10)).filter((line) => line.startsWith("ran "))).toEqual(["ran boot file", "ran .boot3"]);
  });

  test.each(watches)("$does", async ({ source, hand, prints }) => {
    const { all, pass } = timed();
    board.put(".bootcde", source);
    await board.powerOn();
    await pass(20);
    await hand(board, pass);
    expect(await all(prints.length)).toEqual(prints);
  });

  test.each(network)("$does", async ({ source, prints, serve }) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined); // a board that is unplugged resets it
      serve?.(socket);
    });
    const port = await listening(server);
    board = make();
    board.put(".bootcde", source.replace("PORT", String(port)));
    const transcript = new Transcript(board);
    await board.powerOn();
    expect(await transcript.atLeast(prints.length)).toEqual(prints);
    server.close();
  });

  test.each(datagrams)("$does", async ({ source, prints, answer }) => {
    const peer = createSocket("udp4", (data, { address, port }) => {
      for (const sent of answer(data)) peer.send(sent, port, address);
    });
    await new Promise<void>((resolve) => void peer.bind(0, "127.0.0.1", resolve));
    onTestFinished(() => void peer.close());
    board = make();
    board.put(".bootcde", source.replaceAll("PORT", String(peer.address().port)));
    const transcript = new Transcript(board);
    await board.powerOn();
    expect(await transcript.atLeast(prints.length)).toEqual(prints);
  });
});
