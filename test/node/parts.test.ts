/** The built node with more than one button and one output. */
import { beforeAll, describe, expect, it } from "vitest";
import { boards, type MakeBoard } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { lineLike, online, until, wait, type Online } from "./node.ts";

const moment = 120; // ms
const events = "/kv6003/sensor/ding";
const buttons = [
  { name: "Tür", pin: "D27", debounce: 10, events: ["press", "release"] },
  { name: "window", pin: "D26", activeLow: false, debounce: 10 },
];
const outputs = [
  { name: "relay", pin: "D4", activeLow: true },
  { name: "lamp", pin: "D5", restore: "on" },
];

beforeAll(...buildFirst);

/** Waits until a pin has this level. */
async function level({ board }: Pick<Online, "board">, pin: string, wanted: number): Promise<void> {
  await until(
    () => (board.level(pin) === wanted ? true : undefined),
    () => `${pin} to be ${wanted}; it is ${board.level(pin)}`,
  );
}

/** With both buttons at rest. */
function wired(make: MakeBoard): MakeBoard {
  return () => {
    const board = make();
    board.drive("D27", 1);
    board.drive("D26", 0);
    return board;
  };
}

describe.each(boards())("on the %s", (_name, make) => {
  it("each button has its name in its messages, and its own settings; the first stays as it is", async () => {
    const { board, listener } = await online(wired(make), { buttons });
    await wait(moment);
    for (const [pin, value] of [
      ["D27", 0],
      ["D27", 1],
      ["D26", 1],
      ["D26", 0],
      ["D0", 0],
      ["D0", 1],
    ] as const) {
      board.drive(pin, value);
      await wait(moment);
    }
    const heard = await listener.count(events, 4);
    expect(heard.map(({ payload }) => payload)).toMatchObject([
      { seq: 1, type: "button", button: "Tür", event: "press" },
      { seq: 2, type: "button", button: "Tür", event: "release" },
      { seq: 3, type: "button", button: "window", event: "press" },
      { seq: 4, type: "button", event: "press" },
    ]);
    expect(heard[3]?.payload).not.toHaveProperty("button");
  });

  it("each output has topics of its own, and its own state", async () => {
    const node = await online(make, { outputs });
    const { board, listener } = node;
    expect([board.level("D2"), board.level("D4"), board.level("D5")]).toEqual([0, 1, 1]);
    for (const [topic, command, pin, wanted] of [
      ["/kv6003/control/relay", "on", "D4", 0],
      ["/kv6003/control/relay/hall", "toggle", "D4", 1],
      ["/kv6003/control/lamp/hall", "off", "D5", 0],
      ["/kv6003/control/led", "on", "D2", 1],
    ] as const) {
      await listener.say(topic, command);
      await level(node, pin, wanted);
    }
    expect([board.level("D2"), board.level("D4"), board.level("D5")]).toEqual([1, 1, 0]);
    await listener.say("/kv6003/control/lamp", '{"state":"on","id":"7"}');
    expect(await listener.next("/kv6003/state/hall/lamp", (state) => (state as { id?: string }).id === "7")).toMatchObject({ payload: { state: "on" } });
    await listener.say("/kv6003/control/relay", "onn");
    expect((await listener.next("/kv6003/error/hall")).payload).toMatchObject({ topic: "/kv6003/control/relay", payload: "onn" });
  });

  it("the states of all are told at each connect", async () => {
    const { listener } = await online(make, { outputs });
    for (const [name, state] of [
      ["led", "off"],
      ["relay", "off"],
      ["lamp", "on"],
    ] as const) {
      expect((await listener.next(`/kv6003/state/hall/${name}`)).payload).toEqual({ state, brightness: 1 });
    }
  });

  it("the console reaches each by its name", async () => {
    const node = await online(wired(make), { outputs, buttons });
    const { board, listener } = node;
    await board.eval("(ding.led('on','relay'),ding.press('window'),0)");
    await level(node, "D4", 0);
    expect((await listener.next(events)).payload).toMatchObject({ button: "window" });
    await board.eval("(ding.led('on'),ding.press(),0)");
    await level(node, "D2", 1);
    expect((await listener.next(events, (told) => !(told as { button?: string }).button)).payload).toMatchObject({ event: "press" });
  });

  it("one that cannot be is named, and the others work", async () => {
    const node = await online(make, { outputs: [{ name: "relay", pin: "D6" }, outputs[1]] });
    await lineLike(node.lines, /^config: outputs\[0\]\.pin must be a pin for output, got "D6": .*; leaving it out$/);
    await node.listener.say("/kv6003/control/lamp", "off");
    await level(node, "D5", 0);
  });
});
