/** setWatch: which edges call back, with what, and what debouncing makes of bounces. */
import type { Devboard } from "../../../board/shared/index.ts";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import type { Program } from "./programs.ts";

interface HandProgram extends Program {
  /** What is done to the board once it runs. */
  hand: (board: Devboard, wait: (ms: number) => Promise<void>) => Promise<void>;
}

/** Presses and releases, slow enough for a board that looks at its pins every few ms. */
const click = async (board: Devboard, wait: (ms: number) => Promise<void>): Promise<void> => {
  board.drive("D4", 0);
  await wait(60);
  board.drive("D4", 1);
  await wait(60);
};

export const watches: readonly HandProgram[] = [
  {
    does: "both edges, with their state and the time of the edge before",
    source: `
      setWatch(function (e) {
        print(e.state, typeof e.time, typeof e.lastTime, e.pin, e.lastTime < e.time);
      }, D4, { repeat: true, edge: "both" });`,
    hand: click,
    prints: ["false number undefined D4 false", "true number number D4 true"],
  },
  {
    does: "falling edges only, though lastTime counts every edge",
    source: `
      setWatch(function (e) { print(e.state, typeof e.lastTime); }, D4, { repeat: true, edge: "falling" });`,
    hand: async (board, wait) => {
      await click(board, wait);
      await click(board, wait);
    },
    prints: ["false undefined", "false number"],
  },
  {
    does: "without repeat it calls back once",
    source: `setWatch(function (e) { print("edge", e.state); }, D4);`,
    hand: async (board, wait) => {
      await click(board, wait);
      await click(board, wait);
    },
    prints: ["edge false"],
  },
  {
    does: "debounce takes bounces for one edge",
    source: `setWatch(function (e) { print(e.state); }, D4, { repeat: true, edge: "both", debounce: 80 });`,
    hand: async (board, wait) => {
      for (let i = 0; i < 3; i++) {
        board.drive("D4", 0);
        await wait(10);
        board.drive("D4", 1);
        await wait(10);
      }
      board.drive("D4", 0);
      await wait(150);
      board.drive("D4", 1);
    },
    prints: ["false", "true"],
  },
  {
    does: "with debounce a press and a release while the interpreter is busy cancel out; without, both are kept",
    source: `
      setWatch(function (e) { print("debounced", e.state); }, D4, { repeat: true, edge: "both", debounce: 25 });
      setWatch(function (e) { print("plain", e.state); }, D5, { repeat: true, edge: "both" });`,
    hand: async (board, wait) => {
      // The virtual board cannot be busy while this hand moves: it is told to be.
      if (board instanceof VirtualEsp32) board.block(400);
      else board.type("\x10for(var end=getTime()+0.4;getTime()<end;);\n");
      await wait(150);
      board.drive("D4", 0);
      board.drive("D5", 0);
      await wait(80);
      board.drive("D4", 1);
      board.drive("D5", 1);
    },
    prints: ["plain false", "plain true"],
  },
  {
    does: "clearWatch leaves a debounce under way to call back once more",
    source: `
      var id = setWatch(function (e) { print("late", e.state); }, D4, { repeat: true, edge: "both", debounce: 100 });
      setWatch(function () { clearWatch(id); print("cleared"); }, D5);`,
    hand: async (board, wait) => {
      board.drive("D4", 0);
      await wait(30);
      board.drive("D5", 0);
      await wait(150);
    },
    prints: ["cleared", "late false"],
  },
];
