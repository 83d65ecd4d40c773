/** A node with `mqtt.key` obeys signed commands, each once, whatever happens to its power. */
import { beforeAll, describe, expect, it } from "vitest";
import { Flash, type Cut } from "../../board/virtual/index.ts";
import { signCommand } from "../../src/tools/mqtt/sign-command.ts";
import { boards } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { desk, type Desk } from "./desk.ts";
import { dingFor, flashed, Listener, startBroker, type Online } from "./node.ts";
import { copyOf } from "./power-cuts.ts";

const key = "a key of 18 bytes.";
const topic = "/kv6003/control/led/hall";
const state = "/kv6003/state/hall/led";
const error = "/kv6003/error/hall";
const refused = "no valid signature";

const signed = (command: string, n: number, to = topic, by = key): string => signCommand(to, command, n, by);

beforeAll(...buildFirst);

describe.each(boards())("on the %s", (_name, make) => {
  /** The node, its key set, online. */
  async function withKey(): Promise<Online> {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const ding = dingFor(broker);
    const node = await flashed(make, { ...ding, mqtt: { ...ding.mqtt, key } });
    await node.board.powerOn();
    await listener.next("/kv6003/status/hall", (payload) => payload === "online");
    return { ...node, broker, listener };
  }

  const stateWith = (listener: Listener, id: string): Promise<unknown> => listener.next(state, (payload) => (payload as { id?: string }).id === id);

  it("a signed command is done, once; any other is refused with the same words", { timeout: 60_000 }, async () => {
    const { listener } = await withKey();
    const first = signed('{"state":"on","id":"first"}', 1042);
    const bad = [
      ["unsigned", "on"],
      ["unsigned JSON", '{"state":"on"}'],
      ["sent before", first],
      ["older", signed("on", 1041)],
      ["as old", signed("off", 1042)],
      ["by another key", signed("on", 2000, topic, "another key of 24 bytes.")],
      ["for another topic", signed("on", 2000, "/kv6003/control/led")],
      ["with another counter", signed("on", 2000).replace('"n":2000', '"n":2001')],
      ["with another payload", signed("off", 2000).replace("off", "on ")],
      ["with a number that is none", signed("on", NaN)],
      ["with a counter of 17 digits", signed("on", 2000).replace("2000", "20000000000000000")],
      ["without a code", '{"state":"on","n":2000}'],
      ["nothing but the end", `,"mac":"${"A".repeat(43)}="}`],
      ["too long", signed(`{"state":"on","id":"${"x".repeat(450)}"}`, 2000)],
    ] as const;
    await listener.say(topic, first);
    await stateWith(listener, "first");
    for (const [, payload] of bad) await listener.say(topic, payload);
    await listener.say(topic, signed('{"state":"off","id":"last"}', 1043));
    await stateWith(listener, "last");
    const states = listener.on(state).map(({ payload }) => payload);
    expect(states.slice(-2)).toEqual([
      { state: "on", brightness: 1, id: "first" },
      { state: "off", brightness: 1, id: "last" },
    ]);
    expect(listener.on(error).map(({ payload }) => payload)).toEqual(
      bad.map(([, payload]) => ({ node: "hall", error: refused, topic, payload: payload.slice(0, 64) })),
    );
  });

  it("what was done is refused after a power cut, and what follows is done", { timeout: 60_000 }, async () => {
    const { board, listener } = await withKey();
    const before = signed('{"state":"on","id":"before"}', Number.MAX_SAFE_INTEGER - 1);
    await listener.say(topic, before);
    await stateWith(listener, "before");
    await board.powerOff();
    const boots = listener.on("/kv6003/status/hall").filter(({ payload }) => payload === "online").length;
    await board.powerOn();
    await listener.soon(() => listener.on("/kv6003/status/hall").filter(({ payload }) => payload === "online").length > boots || undefined);
    await listener.say(topic, before);
    await listener.next(error, (payload) => (payload as { error: string }).error === refused);
    await listener.say(topic, signed('{"state":"on","id":"after"}', Number.MAX_SAFE_INTEGER));
    await stateWith(listener, "after");
  });
});

describe("on the virtual ESP32", () => {
  const settings = { mqtt: { host: "broker", key }, retry: { first: 100, longest: 200 } };

  async function boot(flash: Flash, more: object = settings): Promise<Desk> {
    const all = await desk(more, flash);
    await all.board.powerOn();
    for (let i = 0; i < 20; i++) await all.clock.advance(100);
    return all;
  }

  async function say({ publish, clock }: Desk, payload: string): Promise<void> {
    publish(topic, payload);
    await clock.advance(100);
  }

  const idsOf = ({ told }: Desk): unknown[] => told(state).flatMap(({ id }) => (id === undefined ? [] : [id]));

  /** Four commands, of which the power may go in one; then another boot, in which all are sent again. */
  async function replayed(flash: Flash, cut: Cut | undefined, where: string): Promise<number> {
    const commands = [1, 2, 3, 4].map((n) => signed(`{"state":"toggle","id":"${n}"}`, n));
    const before = await boot(flash);
    flash.power.operations = 0;
    flash.power.cut = cut;
    for (const command of commands) if (!flash.power.isOff) await say(before, command);
    flash.power.cut = undefined;
    const operations = flash.power.operations;
    const done = idsOf(before);
    await before.end();
    const after = await boot(flash);
    for (const command of commands) await say(after, command);
    const again = idsOf(after);
    expect(
      again.filter((id) => done.includes(id)),
      `${where}: done twice`,
    ).toEqual([]);
    // What the cut was in may be lost; it must not be done out of turn either.
    expect(done.length + again.length, where).toBeGreaterThanOrEqual(cut ? 3 : 4);
    await say(after, signed('{"state":"on","id":"5"}', 5));
    expect(idsOf(after).at(-1), `${where}: the next one`).toBe("5");
    await after.end();
    return operations;
  }

  it("no command is done twice, whichever write to flash the power cut is in", { timeout: 300_000 }, async () => {
    const fresh = new Flash();
    await (await boot(fresh)).end();
    const operations = await replayed(copyOf(fresh), undefined, "no cut");
    let cuts = 0;
    for (let number = 1; number <= operations; number++)
      for (const bytes of [0, 1, 7, 15, 16, 19, 20]) {
        await replayed(
          copyOf(fresh),
          (one) => (one.number === number ? { bytes, stuck: (bytes * 37) & 255 } : undefined),
          `operation ${number}, ${bytes} bytes`,
        );
        cuts++;
      }
    console.log(`signed commands: the power was cut at ${cuts} points in ${operations} operations`);
    expect(cuts).toBeGreaterThan(30);
  });

  it("without a key a signature is an unknown key, and words are commands, as ever", async () => {
    const all = await boot(new Flash(), { mqtt: { host: "broker" } });
    await say(all, '{"state":"on","id":"1"}');
    await say(all, signed('{"state":"off","id":"2"}', 1));
    await say(all, "off");
    expect(idsOf(all)).toEqual(["1"]);
    expect(all.told(state).at(-1)).toEqual({ state: "off", brightness: 1 });
    expect(all.lines).toContain("command refused: unknown key n");
  });

  it.each([["too short"], ["x".repeat(65)], [7], [null]])("with %j for a key it refuses every command, rather than obey all", async (wrong) => {
    const all = await boot(new Flash(), { mqtt: { host: "broker", key: wrong } });
    await say(all, '{"state":"on","id":"1"}');
    await say(all, signed('{"state":"on","id":"2"}', 1, topic, "?"));
    expect(idsOf(all)).toEqual([]);
    expect(all.lines).toContain("config: mqtt.key must be 16..64 bytes, got (not shown); using (not shown)");
    expect(all.lines.filter((line) => line === `command refused: ${refused}`)).toHaveLength(2);
  });

  it("the key is in nothing that the console shows", async () => {
    const { board, lines } = await boot(new Flash());
    expect(JSON.parse(await board.eval("JSON.stringify(ding.config.mqtt)"))).toMatchObject({ key: "(not shown)" });
    await board.eval("ding.status()");
    expect(lines.join("\n")).not.toContain(key);
  });

  it("the console's own commands need no signature", async () => {
    const all = await boot(new Flash());
    await all.board.eval('ding.led("on")');
    await all.clock.advance(100);
    expect(all.told(state).at(-1)).toEqual({ state: "on", brightness: 1 });
  });
});
