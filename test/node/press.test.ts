/** The built node: a press becomes a message, once, in order, and on both boards. */
import { beforeAll, describe, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { boards } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { click, dingFor, flashed, lineLike, Listener, online, startBroker, until } from "./node.ts";

const sensor = "/kv6003/sensor/ding";

beforeAll(...buildFirst);

describe.each(boards())("on the %s", (_name, make) => {
  it("a press is a message, sent while the button is still down", async () => {
    const { board, listener } = await online(make);
    press(board);
    const { payload, text, qos, retain } = await listener.next(sensor);
    expect({ qos, retain }).toEqual({ qos: 1, retain: false });
    expect(payload).toMatchObject({ node: "hall", boot: 1, seq: 1, type: "button", event: "press", up: expect.any(Number) as number });
    // The time to a hundredth of a second, where the clock is set. The interpreter would print noise after that.
    expect(text).toMatch(/,"up":\d+(,"time":\d{10}\.\d\d)?}$/);
    release(board);
  });

  it("each press is one message, numbered without a gap, at rising times", async () => {
    const { board, listener } = await online(make);
    for (let i = 0; i < 5; i++) await click(board);
    const messages = (await listener.count(sensor, 5)).map(({ payload }) => payload as { seq: number; up: number });
    expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    const times = messages.map(({ up }) => up);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it("the events that the configuration asks for are told, with the time that the button was held", async () => {
    const { board, listener } = await online(make, { button: { debounce: 10, double: 100, events: ["release", "click"] } });
    await click(board);
    const [first, second] = await listener.count(sensor, 2);
    expect(first?.payload).toMatchObject({ seq: 1, event: "release", held: expect.any(Number) as number });
    expect(second?.payload).toMatchObject({ seq: 2, event: "click" });
  });

  it("a reading is a message: at power-on, in UTF-8, with its unit", async () => {
    const sensors = [{ name: "Flur °", kind: "temperature", every: 60_000 }];
    const { listener } = await online(make, { sensors });
    const { payload } = await listener.next(sensor);
    expect(payload).toMatchObject({ type: "reading", sensor: "Flur °", value: 42, unit: "°C", seq: 1 });
  });

  it("presses made without Wi-Fi arrive in order once it is back", async () => {
    const { board, lines, listener } = await online(make);
    await click(board);
    await listener.count(sensor, 1);
    board.cutWifi();
    await lineLike(lines, /^wifi: .*; trying again in \d\.\d s$/);
    for (let i = 0; i < 3; i++) await click(board);
    expect(listener.on(sensor)).toHaveLength(1);
    board.restoreWifi();
    const messages = await listener.count(sensor, 4);
    expect(seqs(messages)).toEqual([1, 2, 3, 4]);
  });

  it("presses made while the broker is gone arrive in order once it is back", async () => {
    const { board, broker, listener } = await online(make);
    // As the broker gets them: a subscriber that was away as well may get what is new before what the broker kept for it.
    const taken = new Set<number>();
    await broker.onPublished(({ topic, payload }) => {
      if (topic === sensor) taken.add((JSON.parse(Buffer.from(payload).toString()) as { seq: number }).seq);
    });
    await click(board);
    await listener.count(sensor, 1);
    await broker.stop();
    for (let i = 0; i < 3; i++) await click(board);
    await broker.restart();
    await until(
      () => (new Set(seqs(listener.on(sensor))).size === 4 ? true : undefined),
      () => "four presses",
    );
    // QoS 1: what was on its way when the broker went may come twice, with the same number.
    expect([...taken]).toEqual([1, 2, 3, 4]);
  });

  it("presses made before the first connection are kept too", async () => {
    const broker = await startBroker();
    await broker.stop();
    const { board } = await flashed(make, dingFor(broker));
    await board.powerOn();
    for (let i = 0; i < 2; i++) await click(board);
    await broker.restart();
    const listener = await Listener.at(broker);
    await click(board);
    await listener.next(sensor, (payload) => (payload as { seq: number }).seq === 3);
  });
});

function seqs(messages: { payload: unknown }[]): number[] {
  return messages.map(({ payload }) => (payload as { seq: number }).seq);
}
