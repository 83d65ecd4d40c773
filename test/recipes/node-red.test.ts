/** The recipe with Node-RED: its flow in a real Node-RED; a press comes in, a command goes out. */
import { describe, expect, it } from "vitest";
import { Mosquitto } from "../interop/mosquitto.ts";
import { endsAfterEach } from "./ends.ts";
import { engines, startNode } from "./node.ts";
import { NodeRed } from "./node-red.ts";
import { Observer } from "./observer.ts";
import { recipeFile, replaceAll } from "./recipe.ts";
import { found, installed, nodeRed } from "./requirements.ts";

const flow = recipeFile("node-red", "flow.json");
const nodes = JSON.parse(flow) as { id: string; type: string; name?: string }[];
const toggles = /^\/kv6003\/control\/led\/hall toggle$/;

describe.skipIf(typeof found === "string" || !nodeRed)("in Node-RED", () => {
  const started = endsAfterEach();

  /** A broker, the flow in a Node-RED that is connected to it, and somebody who watches. */
  async function flowOnABroker(environment: NodeJS.ProcessEnv = {}): Promise<{ broker: Mosquitto; red: NodeRed; observer: Observer }> {
    const broker = started(await Mosquitto.start(installed()), (mosquitto) => mosquitto.end());
    const observer = started(await Observer.open(broker.address), (client) => client.close());
    const red = started(await NodeRed.start(nodeRed ?? "", environment), (running) => running.end());
    await red.deploy(replaceAll(flow, { '"broker": "127.0.0.1"': `"broker": "${broker.address.host}"`, '"port": "1883"': `"port": "${broker.address.port}"` }));
    await red.logged(/Connected to broker/);
    await broker.logged(/Sending SUBACK to node-red/, nodes.filter(({ type }) => type === "mqtt in").length);
    return { broker, red, observer };
  }

  it.each(engines)("a press toggles the LED of its node, and the buttons command all, on the %s engine", async (engine) => {
    const { broker, red, observer } = await flowOnABroker();
    const hall = started(await startNode(engine, "hall", broker.address), ({ board }) => board.discard());
    await observer.seen(/^\/kv6003\/status\/hall online$/);

    for (const [count, state, level] of [
      [1, "on", 1],
      [2, "off", 0],
    ] as const) {
      await hall.press();
      await observer.seen(toggles, count);
      await observer.seen(new RegExp(`^/kv6003/state/hall/led \\{"state":"${state}"`), count);
      await expect.poll(hall.led).toBe(level);
    }
    for (const [word, level] of [
      ["on", 1],
      ["toggle", 0],
      ["toggle", 1],
      ["off", 0],
    ] as const) {
      await red.inject(`inject-${word}`);
      await expect.poll(hall.led).toBe(level);
    }
    expect(observer.matching(/^\/kv6003\/control\/led /)).toEqual(["on", "toggle", "toggle", "off"].map((word) => `/kv6003/control/led ${word}`));
    expect(observer.retained).toEqual([]);

    const shownBy = (name: string): string[] => red.shown.filter((shown) => shown.name === name).map(({ msg }) => msg);
    await expect.poll(() => shownBy("presses").length).toBe(2);
    expect(JSON.parse(shownBy("presses")[0] ?? "")).toMatchObject({ node: "hall", event: "press" });
    await expect.poll(() => shownBy("status").join()).toContain("online");
    await expect.poll(() => shownBy("LEDs").join()).toContain('"state":"off"');
    await expect.poll(() => shownBy("readings and other events").join()).toContain('"sensor":"light"');
  });

  it("with a key it signs its commands, and a node with that key obeys them", async () => {
    const key = "a key of 18 bytes.";
    const { broker, red, observer } = await flowOnABroker({ DING_KEY: key });
    const hall = started(await startNode(engines[0] ?? "virtual", "hall", broker.address, { mqtt: { key } }), ({ board }) => board.discard());
    await observer.seen(/^\/kv6003\/status\/hall online$/);
    for (const [word, level] of [
      ["on", 1],
      ["toggle", 0],
      ["toggle", 1],
    ] as const) {
      await red.inject(`inject-${word}`);
      await expect.poll(hall.led).toBe(level);
    }
    await observer.publish("/kv6003/control/led", "off");
    await observer.seen(/^\/kv6003\/error\/hall .*no valid signature/);
    expect(hall.led()).toBe(1);
  });

  it("a message that arrives twice toggles once, and what is no press toggles nothing", async () => {
    const { red, observer } = await flowOnABroker();
    const press = (boot: number, seq: number): string => `{"node":"hall","boot":${boot},"seq":${seq},"type":"button","event":"press","up":5}`;
    const messages = [
      ...[press(1, 1), press(1, 2), press(1, 1), press(1, 2), press(2, 1)],
      '{"node":"hall","boot":2,"seq":2,"type":"button","event":"release","held":50,"up":60}',
      ...["no JSON", "null", "[]", '"press"'],
      press(2, 3),
    ];
    for (const message of messages) await observer.publish("/kv6003/sensor/ding", message);
    await observer.publish("/kv6003/error/hall", '{"node":"hall","error":"brightness must be 0..1"}');
    await expect.poll(() => red.shown.some(({ name }) => name === "rejected commands"), { timeout: 20_000 }).toBe(true);
    await observer.seen(toggles, 4);
    await observer.caughtUp();
    expect(observer.matching(toggles)).toHaveLength(4);
    expect(red.shown.filter(({ name }) => name === "presses")).toHaveLength(4);
  });

  it("all that the flow needs comes with Node-RED itself", async () => {
    const red = started(await NodeRed.start(nodeRed ?? ""), (running) => running.end());
    const needed = new Set(nodes.map(({ type }) => type).filter((type) => type !== "tab"));
    expect(await red.nodeTypes()).toEqual(expect.arrayContaining([...needed]));
    expect(needed.size).toBeGreaterThan(5);
  });
});
