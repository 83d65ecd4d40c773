/** What a page gets to see of the boards, and what it can do to them: the built node on virtual boards, beside a broker of its own. */
import { beforeAll, describe, expect, it } from "vitest";
import type { FromPage } from "../../../src/tools/page/protocol.ts";
import { comparableMessages, type SeenMessage } from "../../../src/tools/simulate/comparable-messages.ts";
import { deviceInfo } from "../../../src/tools/simulate/device-info.ts";
import { runScenario } from "../../../src/tools/simulate/run-scenario.ts";
import { readScenario } from "../../../src/tools/simulate/scenario.ts";
import { builtDist, buildFirst } from "../../support/dist.ts";
import { settings } from "../../support/settings.ts";
import { online, page, press } from "./page-bench.ts";

beforeAll(...buildFirst);

describe("a page that has just connected", () => {
  it("learns of the boards as they are wired, and of the past", async () => {
    const { backend, seen } = await page(2);
    await seen("message", online);
    const [hello, history, ...rest] = backend.welcome();
    expect(hello).toMatchObject({
      type: "hello",
      engine: "virtual",
      base: "/kv6003",
      canShapeLinks: true,
      broker: { host: "127.0.0.1", embedded: true },
      nodes: [
        { node: "ding", buttons: [{ pin: "D0", activeLow: true, debounce: 50 }], outputs: [{ name: "led", pin: "D2" }], lightPin: "D34" },
        { node: "ding-2" },
      ],
    });
    expect(history).toMatchObject({ type: "history", presses: [] });
    expect(JSON.stringify(history)).toContain("mqtt: connected as ding");
    expect(JSON.stringify(history)).toContain("/kv6003/status/ding");
    expect(rest).toContainEqual({ type: "input", node: "ding", pin: "D0", level: 1 });
    expect(rest).toContainEqual({ type: "input", node: "ding", pin: "D34", level: expect.closeTo(0.5, 1) as number });
    expect(rest).toContainEqual({ type: "pin", node: "ding", pin: "D2", level: 0 });
    expect(rest.at(-1)).toEqual({ type: "faults", faults: { wifi: true, broker: true, bytesPerSecond: undefined, silent: false, unplugged: [] } });
  });

  it("sees each board's state as the board reports it", async () => {
    const { seen } = await page();
    const { state } = await seen("state", ({ state: { mqtt, memory } }) => mqtt === "connected" && memory !== undefined);
    expect(state).toMatchObject({ power: true, wifi: "connected", queued: expect.any(Number) as number, losses: 0, lastLoss: "" });
    expect(state.memory?.total).toBe(5874);
  });
});

describe("a press on the page", () => {
  it("is seen at every station on its way, in order, and by the terminal", async () => {
    const desk = await page();
    await desk.seen("message", online);
    await press(desk);
    const { press: trace } = await desk.seen("press", ({ press: { at } }) => at.receipt !== undefined && at.subscriber !== undefined);
    const { pin = 0, message = 0, outbox = 0, socket = 0, broker = 0, subscriber = 0, receipt = 0 } = trace.at;
    expect([pin, message, outbox, socket, broker, subscriber].every((at, i, all) => at > 0 && at >= (all[i - 1] ?? 0))).toBe(true);
    expect(receipt).toBeGreaterThanOrEqual(broker);
    expect(trace).toMatchObject({ node: "ding", press: 1, boot: 1 });
    expect(desk.events).toContainEqual({ kind: "press", node: "ding", button: "" });
    expect(desk.all("input")).toContainEqual({ type: "input", node: "ding", pin: "D0", level: 0 });
  });

  it("waits on the board in an outage, and then arrives", async () => {
    const desk = await page();
    await desk.seen("message", online);
    desk.ask({ type: "wifi", up: false });
    await desk.seen("state", ({ state: { wifi, retryAt } }) => wifi === "off" && retryAt !== undefined);
    await press(desk);
    await desk.seen("state", ({ state: { queued } }) => queued > 0);
    desk.ask({ type: "wifi", up: true });
    await desk.seen("press", ({ press: { at } }) => at.receipt !== undefined);
    expect(desk.all("faults").map(({ faults }) => faults.wifi)).toEqual([true, false, true]);
    expect(desk.events).toContainEqual({ kind: "wifi", up: false });
  });
});

describe("presses that wait on the board when its plug is pulled", () => {
  it("are each followed to their own message after the next start", async () => {
    const desk = await page();
    await desk.seen("message", online);
    await desk.seen("state", ({ state: { memory } }) => memory !== undefined);
    desk.ask({ type: "wifi", up: false });
    await press(desk);
    const { state } = await desk.seen("state", ({ state: { queued } }) => queued > 0);
    await press(desk);
    await desk.seen("state", ({ state: { queued } }) => queued > state.queued);
    desk.ask({ type: "power", node: "ding", on: false });
    await desk.seen("state", ({ state: { power } }) => !power);
    const before = desk.all("state").length;
    desk.ask({ type: "power", node: "ding", on: true });
    await desk.seen("state", () =>
      desk
        .all("state")
        .slice(before)
        .some(({ state: { queued } }) => queued > 0),
    );
    desk.ask({ type: "wifi", up: true });
    await desk.seen("press", ({ press: { press: number, at } }) => number === 2 && at.subscriber !== undefined);
    const [first, second] = desk.backend.welcome().flatMap((message) => (message.type === "history" ? message.presses : []));
    expect(first).toMatchObject({ press: 1, boot: 1 });
    expect(second).toMatchObject({ press: 2, boot: 1, seq: (first?.seq ?? 0) + 1 });
  });
});

describe("a message", () => {
  it("is shown as it was published, and lights the LED if it says so", async () => {
    const { ask, seen } = await page();
    await seen("message", online);
    ask({ type: "publish", id: 7, topic: "/kv6003/control/led", payload: "on", qos: 2, retain: false });
    expect(await seen("published", ({ id }) => id === 7)).toEqual({ type: "published", id: 7, error: undefined });
    await seen("pin", ({ pin, level }) => pin === "D2" && level === 1);
    const { message } = await seen("message", ({ message: { topic } }) => topic === "/kv6003/control/led");
    expect(message).toMatchObject({ text: "on", bytes: 2, qos: 2, retained: false });
    const state = await seen("message", ({ message: { topic, text } }) => topic === "/kv6003/state/ding/led" && text?.includes('"on"') === true);
    expect(state.message).toMatchObject({ qos: 1, retained: true });
  });

  it("that cannot be published is refused in a sentence", async () => {
    const { ask, seen } = await page();
    ask({ type: "publish", id: 1, topic: "/kv6003/#", payload: "", qos: 0, retain: false });
    expect((await seen("published", () => true)).error).toMatch(/^the topic "\/kv6003\/#" cannot be published to: .*\+ and #/);
    ask({ type: "broker", up: false });
    await seen("faults", ({ faults }) => !faults.broker);
    ask({ type: "publish", id: 2, topic: "/a", payload: "", qos: 0, retain: false });
    expect((await seen("published", ({ id }) => id === 2)).error).toMatch(/^the broker is off: switch it on/);
  });
});

describe("a scenario", () => {
  const file = {
    name: "short",
    nodes: 2,
    duration: 3,
    steps: [
      { at: 0, press: 1 },
      { at: 0.4, publish: { topic: "/kv6003/control/led", payload: "on", qos: 1 } },
      { at: 0.8, wifi: "off" },
      { at: 1, press: 2, node: 2 },
      { at: 1.6, wifi: "on" },
    ],
  };

  it("gives the same messages on the page's boards as on virtual time", async () => {
    const { ask, seen, all } = await page(2, "ding-virtual");
    await seen("message", ({ message: { topic } }) => topic === "/kv6003/state/ding-virtual-2/led");
    await seen("message", ({ message: { topic } }) => topic === "/kv6003/state/ding-virtual/led");
    const before = all("message").length;
    ask({ type: "play", file: JSON.stringify(file) });
    // Back online after the outage; the last step has been done by then.
    const heard = (): SeenMessage[] =>
      all("message")
        .slice(before)
        .map(({ message: { topic, text = "" } }) => ({ topic, text }));
    const scenario = readScenario(Buffer.from(JSON.stringify(file)), "file");
    const headless: SeenMessage[] = [];
    await runScenario({
      dist: await builtDist(),
      info: deviceInfo(settings.device),
      scenario: { ...scenario, duration: 30 },
      onEvent: (event, at) => {
        if (event.kind === "message" && at < 30_000) headless.push({ topic: event.topic, text: Buffer.from(event.payload).toString() });
      },
    });
    await expect.poll(() => comparableMessages(heard(), "/kv6003"), { timeout: 15_000 }).toEqual(comparableMessages(headless, "/kv6003"));
    await seen("progress", ({ running, done }) => !running && done === 5);
    // Its steps are sent once.
    expect(all("scenario")).toHaveLength(1);
    expect(all("scenario")[0]?.scenario).toMatchObject({
      name: "short",
      steps: [{ at: 0, text: "press of ding-virtual" }, {}, {}, { at: 1, text: "press, 2 times of ding-virtual-2" }, {}],
    });
  });

  it("can be stopped, and is refused where there are too few boards", async () => {
    const { ask, seen, backend } = await page();
    ask({ type: "play", name: "outage" });
    await seen("scenario", ({ scenario: { running } }) => running);
    ask({ type: "stop" });
    await seen("progress", ({ running }) => !running);
    expect(backend.welcome().at(-1)).toMatchObject({ type: "scenario", scenario: { running: false } });
    ask({ type: "play", name: "two-nodes" });
    const { reason } = await seen("refused", () => true);
    expect(reason).toBe('"Two nodes and a broadcast" needs 2 boards: start the simulator by npm start -- --nodes 2');
  });
});

describe("the page's switches", () => {
  it("pull a board's plug, and put it in again", async () => {
    const { ask, seen, all } = await page(2);
    await seen("message", online);
    ask({ type: "power", node: "ding-2", on: false });
    await seen("faults", ({ faults }) => faults.unplugged.includes("ding-2"));
    expect(all("state").at(-1)).toMatchObject({ node: "ding-2", state: { power: false, wifi: "off", mqtt: "off" } });
    ask({ type: "power", node: "ding-2", on: true });
    await seen("console", ({ node, line }) => node === "ding-2" && line.includes(", boot 2;"));
  });

  it("slow the links down, and silence them", async () => {
    const { ask, seen, events } = await page();
    await seen("message", online);
    ask({ type: "slow", bytesPerSecond: 200 });
    ask({ type: "silent", silent: true });
    await seen("faults", ({ faults }) => faults.bytesPerSecond === 200 && faults.silent);
    expect(events).toContainEqual({ kind: "slow", bytesPerSecond: 200 });
  });

  it("type at the console", async () => {
    const { ask, seen, all } = await page();
    ask({ type: "type", node: "ding", text: "1+41\n" });
    await seen("console", ({ line }) => line === "=42");
    expect(
      all("serial")
        .map(({ bytes }) => bytes)
        .join(""),
    ).toContain("=42\r\n");
  });

  it.each<[Exclude<FromPage, { type: "serial" }>, string]>([
    [{ type: "drive", node: "ding-9", pin: "D0", level: 0 }, "there is no board ding-9: it is ding"],
    [{ type: "drive", node: "ding", pin: "X1", level: 0 }, "this board has no pin X1"],
    // A board that had kept such a level would not start again.
    [{ type: "drive", node: "ding", pin: "toString", level: 0 }, "this board has no pin toString"],
  ])("say what is wrong with %j", async (message, reason) => {
    const { ask, seen } = await page();
    ask(message);
    expect(await seen("refused", () => true)).toEqual({ type: "refused", request: "drive", reason });
  });

  it("presses no more once it is stopped", async () => {
    const { ask, seen, all } = await page();
    await seen("message", online);
    ask({ type: "play", file: JSON.stringify({ name: "n", steps: [{ at: 0, press: 1000 }] }) });
    await seen("input", ({ pin, level }) => pin === "D0" && level === 0);
    ask({ type: "stop" });
    await seen("progress", ({ running }) => !running);
    const presses = (): number => all("input").filter(({ pin, level }) => pin === "D0" && level === 0).length;
    // A press is over after 200 ms, and the next would follow.
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(presses()).toBe(1);
  });
});
