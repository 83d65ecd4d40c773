/** What a node does at any broker: presses, commands, state, will, version and password. */
import { expect, it } from "vitest";
import { engines as boards } from "../recipes/node.ts";
import { node, receiver, type Bench } from "./bench.ts";

const fallback = "mqtt: the broker takes no MQTT 5; connecting with MQTT 3.1.1";
const soon = { timeout: 20_000, interval: 20 };

export function nodeCases({ expected, broker }: Bench): void {
  it.each(boards)("on the %s board a press arrives as JSON, and a command toggles the LED and its state", async (engine) => {
    const name = `basic-${engine}`;
    const people = await receiver(broker(), { filter: "/kv6003/#" });
    const { press, led } = await node(broker(), name, { engine });
    await people.seen(new RegExp(`^/kv6003/status/${name} online$`));
    await press();
    const [pressed = ""] = await people.seen(new RegExp(`^/kv6003/sensor/ding .*"node":"${name}".*"event":"press"`));
    expect(JSON.parse(pressed.slice(pressed.indexOf(" ")))).toMatchObject({ node: name, boot: 1, type: "button", event: "press" });
    for (const [level, state] of [
      [1, "on"],
      [0, "off"],
    ] as const) {
      await people.publish(`/kv6003/control/led/${name}`, "toggle");
      await people.seen(new RegExp(`^/kv6003/state/${name}/led .*"state":"${state}"`), state === "off" ? 2 : 1);
      await expect.poll(led, soon).toBe(level);
    }
  });

  it(expected.mqtt5 ? "the node speaks MQTT 5" : "the node tries MQTT 5 and falls back to 3.1.1", async () => {
    const people = await receiver(broker());
    const { lines } = await node(broker(), "version");
    await people.seen(/^\/kv6003\/status\/version online$/);
    expect(lines.includes(fallback), lines.join("\n")).toBe(!expected.mqtt5);
  });

  it("the will tells of a node whose link is cut", async () => {
    const people = await receiver(broker());
    // In MQTT 5 the node has the broker wait for half a minute.
    const { board } = await node(broker(), "cut", { mqtt: { version: 4 } });
    await people.seen(/^\/kv6003\/status\/cut online$/);
    board.cutWifi();
    await people.seen(/^\/kv6003\/status\/cut offline$/);
    board.restoreWifi();
    await people.seen(/^\/kv6003\/status\/cut online$/, 2);
  });

  it("a wrong password is named on the console, and not printed", async () => {
    const { lines } = await node(broker(), "stranger", { mqtt: { password: "wrong-one" } });
    await expect.poll(() => lines.join("\n"), soon).toMatch(/refused: .*(not authori[sz]ed|bad user ?name or password)/);
    expect(lines.join("\n")).not.toContain("wrong-one");
  });
}
