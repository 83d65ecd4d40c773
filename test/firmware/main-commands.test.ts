/** The node, its parts wired to each other: what becomes of a press, of a reading, of a command, and of what is typed at its console. */
import { describe, expect, it, vi } from "vitest";
import { device } from "../support/settings.ts";
import { bytes } from "./bytes.ts";
import { chip, comes, complete, lines, on, online, refusals, start, states, thisNode } from "./main-bench.ts";

const everyNode = "/kv6003/control/led";
const retainedIgnored = "a retained command is ignored";
const words = "state must be one of on,off,toggle";

describe("a press", () => {
  it("is published at once, debounced, as the configuration asks", () => {
    const client = online();
    const at = Date.now();
    chip.edge(true, at);
    vi.advanceTimersByTime(device.button.debounce);
    expect(on(client, "/kv6003/sensor/ding")).toEqual([{ node: "hall", boot: 3, seq: 1, type: "button", event: "press", up: at }]);
  });

  it("is published while offline too, where there is no journal: the client keeps it", () => {
    const client = start({ ...complete, journal: 0 });
    chip.edge(true, 0);
    vi.advanceTimersByTime(device.button.debounce);
    expect(on(client, "/kv6003/sensor/ding")).toHaveLength(1);
  });
});

describe("a reading", () => {
  it("is published with its unit, in UTF-8", () => {
    vi.stubGlobal("E", { getTemperature: () => 42 });
    const client = start({ ...complete, journal: 0, sensors: [{ name: "Küche", kind: "temperature" }] });
    vi.advanceTimersByTime(1000);
    expect(on(client, "/kv6003/sensor/ding")).toEqual([
      { node: "hall", boot: 3, seq: 1, type: "reading", sensor: "Küche", value: 42, unit: "°C", up: expect.any(Number) as number },
    ]);
  });
});

describe("a command", () => {
  it("to every node, and to this one, is done and told", () => {
    const client = online();
    comes(client, { topic: everyNode, message: "on" });
    expect(chip.levels.get("D2")).toBe(1);
    comes(client, { topic: thisNode, message: '{"state":"off","id":"x"}' });
    expect(chip.levels.get("D2")).toBe(0);
    expect(states(client)).toEqual([
      { state: "on", brightness: 1 },
      { state: "off", brightness: 1, id: "x" },
    ]);
    expect([refusals(client), lines]).toEqual([[], []]);
  });

  it("without a signature is refused by a node with a key, on any topic; a retained one is ignored as ever", () => {
    const client = online({ ...complete, mqtt: { host: "broker", key: "a key of 18 bytes." } });
    const unsigned = "no valid signature";
    comes(client, { topic: everyNode, message: "on" });
    comes(client, { message: '{"state":"on"}', properties: { responseTopic: "app/answers" } });
    comes(client, { message: "on", retain: true });
    const answers = [
      { node: "hall", error: unsigned, topic: everyNode, payload: "on" },
      { node: "hall", error: unsigned, topic: thisNode, payload: '{"state":"on"}' },
      { node: "hall", error: retainedIgnored, topic: thisNode, payload: "on" },
    ];
    expect(refusals(client)).toEqual(answers);
    expect(on(client, "app/answers")).toEqual([answers[1]]);
    expect(states(client)).toEqual([]);
  });

  it("is answered where its sender asks for it, with what it did or why not", () => {
    const client = online();
    const properties = { responseTopic: "app/answers", correlation: "\0\xff" };
    comes(client, { message: '{"state":"on","id":"x"}', properties });
    comes(client, { message: "onn", properties });
    comes(client, { message: "on", retain: true, properties: { responseTopic: "app/answers" } });
    comes(client, { message: "off", properties: { correlation: "1" } });
    const options = { qos: 1, priority: 2, properties: { correlation: "\0\xff" } };
    const refusal = { node: "hall", error: words, topic: thisNode, payload: "onn" };
    const answers = client.published.filter(({ topic }) => topic === "app/answers");
    expect(on(client, "app/answers")).toEqual([
      { state: "on", brightness: 1, id: "x" },
      refusal,
      { node: "hall", error: retainedIgnored, topic: thisNode, payload: "on" },
    ]);
    expect(answers.map((answer) => answer.options)).toEqual([options, options, { ...options, properties: {} }]);
    expect(refusals(client)).toHaveLength(2); // on the error topic as well
  });

  it("that is none changes nothing, is logged, and answered with the first 64 bytes of it", () => {
    const client = online();
    comes(client, { message: "onn" });
    comes(client, { message: bytes("ü").repeat(300) });
    comes(client, { topic: everyNode, message: '\xff\0"' });
    expect(refusals(client)).toEqual([
      { node: "hall", error: words, topic: thisNode, payload: "onn" },
      { node: "hall", error: "over 512 bytes", topic: thisNode, payload: "ü".repeat(32) },
      { node: "hall", error: words, topic: everyNode, payload: 'ÿ\0"' },
    ]);
    expect(lines).toEqual([words, "over 512 bytes", words].map((why) => `command refused: ${why}`));
    expect([chip.levels.get("D2"), states(client)]).toEqual([0, []]);
  });

  it("that was retained is refused, for it would come again at every reconnect", () => {
    const client = online();
    comes(client, { message: "on", retain: true });
    expect(refusals(client)).toEqual([{ node: "hall", error: retainedIgnored, topic: thisNode, payload: "on" }]);
    expect([chip.levels.get("D2"), states(client)]).toEqual([0, []]);
  });

  it("that is empty is nothing: somebody clears a retained topic", () => {
    const client = online();
    comes(client, { message: "" });
    comes(client, { message: "", retain: true });
    expect([client.published, lines, chip.levels.get("D2")]).toEqual([[], [], 0]);
  });

  it("of blanks is not empty, and none", () => {
    const client = online();
    comes(client, { message: " \n" });
    expect(refusals(client)).toEqual([{ node: "hall", error: words, topic: thisNode, payload: " \n" }]);
  });
});

describe("the console's ding", () => {
  interface Ding {
    status: () => void;
    press: () => void;
    led: (command?: unknown) => void;
    help: () => void;
    config: typeof device;
  }
  const ding = (): Ding => (globalThis.global as unknown as { ding: Ding }).ding;

  it.each<[command: unknown, level: number]>([
    [{ state: "on" }, 1],
    [{ state: true }, 1],
    [{ brightness: 0.5 }, Math.pow(0.5, 2.2)],
    ["on", 1],
    ['{"state":"on"}', 1],
    [true, 1],
    [1, 1],
  ])("takes %j for the LED", (command, level) => {
    const client = online();
    ding().led(command);
    expect(chip.levels.get("D2")).toBeCloseTo(level);
    expect(states(client)).toHaveLength(1);
    expect(lines).toEqual([]);
    ding().led(false);
    expect(chip.levels.get("D2")).toBe(0);
  });

  it.each<[command: unknown, why: string]>([
    [undefined, words],
    [null, words],
    ["onn", words],
    [{}, "give state, brightness, blink or for"],
    [{ colour: "red" }, "unknown key colour"],
    [{ "\x1b[2J": 1 }, "unknown key ?[2J"],
    [{ blink: { "\x1b[2J": 1 } }, "unknown key blink.?[2J"],
    [["on"], words],
  ])("refuses %j for the LED, as from a control topic", (command, why) => {
    const client = online();
    ding().led(command);
    expect(lines).toEqual([`command refused: ${why}`]);
    expect(refusals(client)).toEqual([expect.objectContaining({ error: why, topic: "ding.led" })]);
    expect(chip.levels.get("D2")).toBe(0);
  });

  it("makes a press like any other", () => {
    const client = online({ ...complete, button: { events: ["press", "release", "click"] } });
    ding().press();
    expect(on(client, "/kv6003/sensor/ding")).toMatchObject([{ event: "press" }, { event: "release", held: 0 }, { event: "click" }]);
  });

  it("tells how the node is doing: online or not, its health, and the LED", () => {
    const client = online();
    ding().led("on");
    client.connected = false;
    ding().status();
    expect(lines).toEqual([expect.stringMatching(/^offline {"node":"hall",.*"rssi":-58.*} {"state":"on","brightness":1}$/)]);
  });

  it("shows the configuration in use, without its passwords", () => {
    online({
      ...complete,
      wifi: { ssid: "home", password: "secret" },
      mqtt: { host: "broker", username: "ann", password: "secret", key: "a key of 18 bytes." },
    });
    expect(ding().config).toEqual({
      ...device,
      ...complete,
      wifi: { ssid: "home", password: "(not shown)" },
      mqtt: { ...device.mqtt, host: "broker", username: "ann", password: "(not shown)", key: "(not shown)" },
      console: { ...device.console, password: "(not shown)" },
      status: { pin: "D4", activeLow: false },
    });
  });
});
