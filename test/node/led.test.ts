/** The built node: commands on the control topics, what becomes of the LED, and what the node says of it. */
import { beforeAll, describe, expect, it } from "vitest";
import { boards } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { dingFor, flashed, Listener, online, startBroker, until, type Online } from "./node.ts";

const everyNode = "/kv6003/control/led";
const thisNode = "/kv6003/control/led/hall";
const state = "/kv6003/state/hall/led";
const error = "/kv6003/error/hall";

beforeAll(...buildFirst);

describe.each(boards())("on the %s", (_name, make) => {
  it("is off at first; on, off and toggle switch it, to every node and to this one", async () => {
    const { board, listener } = await online(make);
    expect(board.level("D2")).toBe(0);
    for (const [topic, command, level] of [
      [everyNode, "on", 1],
      [thisNode, "OFF", 0],
      [thisNode, " toggle\n", 1],
      [everyNode, '{"state":"toggle"}', 0],
      [thisNode, "\uFEFFON\r\n", 1],
      [thisNode, '" 0% "', 0],
      [thisNode, '{"state":" on\\r\\n","brightness_pct":100}', 1],
      [thisNode, '{"brightness":"0%"}', 0],
    ] as const) {
      await listener.say(topic, command);
      await led({ board }, level);
    }
  });

  it("each change is told on the state topic, retained, with the command's id", async () => {
    const { broker, listener } = await online(make);
    await listener.say(thisNode, '{"state":"on","id":"K\\u00fcche \\"7\\""}');
    const { payload, qos } = await listener.next(state, (told) => (told as { id?: string }).id !== undefined);
    expect({ payload, qos }).toEqual({ payload: { state: "on", brightness: 1, id: 'Küche "7"' }, qos: 1 });
    const newcomer = await Listener.at(broker, { clientId: "newcomer" });
    expect(await newcomer.next(state)).toMatchObject({ retain: true, payload: { state: "on" } });
  });

  it("is as bright as it is told, and counts the flashes of a blink", async () => {
    const { board, listener } = await online(make);
    const levels: number[] = [];
    board.onLevel((pin, level) => pin === "D2" && levels.push(level));
    await listener.say(thisNode, '{"brightness":0.5}');
    await until(
      () => (levels.some((level) => Math.abs(level - 0.218) < 0.01) ? true : undefined),
      () => "half brightness",
    );
    await listener.say(thisNode, '{"state":"off"}');
    await led({ board }, 0);
    levels.length = 0;
    await listener.say(thisNode, '{"brightness":1,"blink":{"on":100,"off":100,"count":2}}');
    await listener.next(state, (told) => JSON.stringify(told) === '{"state":"off","brightness":1}');
    await until(
      () => (listener.on(state).length >= 5 ? true : undefined),
      () => "the blink's end",
    );
    expect(levels).toEqual([1, 0, 1, 0]);
  });

  it("a command that is none changes nothing and is answered", async () => {
    const { board, lines, listener } = await online(make);
    const words = "state must be one of on,off,toggle";
    const refused: [command: string | Buffer, reason: string, shown: string][] = [
      ["onn", words, "onn"],
      ["{'state':'on'}", "bad JSON", "{'state':'on'}"],
      ['{"blink":{"on":5}}', "blink.on must be 10..86400000", '{"blink":{"on":5}}'],
      [Buffer.from([0xff, 0x00, 0x22]), words, 'ÿ\0"'],
      ["on".padEnd(513), "over 512 bytes", "on".padEnd(64)],
    ];
    for (const [command] of refused) await listener.say(thisNode, command);
    const answers = await listener.count(error, refused.length);
    expect(answers.map(({ payload }) => payload)).toEqual(
      refused.map(([, reason, shown]) => ({ node: "hall", error: reason, topic: thisNode, payload: shown })),
    );
    expect(answers.every(({ qos, retain }) => qos === 0 && !retain)).toBe(true);
    for (const [, reason] of refused) expect(lines).toContain(`command refused: ${reason}`);
    expect(board.level("D2")).toBe(0);
  });

  it("a command with a key twice, which the interpreter takes for JSON, is none", async () => {
    const { board, listener } = await online(make);
    for (const twice of ['{"state":"on","state":"on"}', '{"blink":{"on":20,"on":20}}']) await listener.say(thisNode, twice);
    const answers = await listener.count(error, 2);
    for (const { payload } of answers) expect((payload as { error: string }).error).toMatch(/^bad (JSON$|key (state|blink\.on);)/);
    expect(board.level("D2")).toBe(0);
  });

  it("a command that was retained is ignored, and answered so", async () => {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    await listener.say(thisNode, "on", { retain: true });
    const { board } = await flashed(make, dingFor(broker));
    await board.powerOn();
    expect((await listener.next(error)).payload).toMatchObject({ error: "a retained command is ignored", topic: thisNode, payload: "on" });
    expect(board.level("D2")).toBe(0);
  });

  it("the state is told again after a reconnect", async () => {
    const { broker, listener } = await online(make);
    await listener.say(thisNode, "on");
    await listener.next(state, (told) => (told as { state: string }).state === "on");
    const before = listener.on(state).length;
    await broker.stop();
    await broker.restart();
    const again = await listener.count(state, before + 1);
    expect(again.at(-1)?.payload).toEqual({ state: "on", brightness: 1 });
  });
});

async function led({ board }: Pick<Online, "board">, level: number): Promise<void> {
  await until(
    () => (board.level("D2") === level ? true : undefined),
    () => `the LED to be ${level}`,
  );
}
