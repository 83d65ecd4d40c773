/** More than one button and one output in the simulator: the built node on a virtual board, and what a page gets to see of it. */
import { beforeAll, describe, expect, it } from "vitest";
import { buttonDefaults, outputDefaults } from "../../../src/firmware/config.ts";
import { buildFirst } from "../../support/dist.ts";
import { online, page, press } from "./page-bench.ts";

beforeAll(...buildFirst);

describe("more buttons and outputs", () => {
  const parts = {
    buttons: [
      { ...buttonDefaults(0), name: "door", pin: "D27" },
      { ...buttonDefaults(1), name: "window", pin: "D35" },
    ],
    outputs: [{ ...outputDefaults(0), name: "relay", pin: "D4", activeLow: true }],
  };

  it("are pressed and lit like the first, and told apart by their names", async () => {
    const desk = await page(1, "ding", parts);
    await desk.seen("message", online);
    expect(desk.backend.welcome()[0]).toMatchObject({
      nodes: [{ buttons: [{ name: "" }, { name: "door" }, { name: "window" }], outputs: [{ name: "led" }, { name: "relay" }] }],
    });
    await press(desk, "D27");
    const { press: trace } = await desk.seen("press", ({ press: { at } }) => at.receipt !== undefined && at.subscriber !== undefined);
    expect(trace).toMatchObject({ button: "door", press: 1 });
    await desk.seen("message", ({ message: { text } }) => text?.includes('"button":"door","event":"press"') === true);
    desk.ask({ type: "publish", id: 7, topic: "/kv6003/control/relay/ding", payload: "on", qos: 1, retain: false });
    await desk.seen("pin", ({ pin, level }) => pin === "D4" && level === 0);
    await desk.seen("message", ({ message: { topic, text } }) => topic === "/kv6003/state/ding/relay" && text?.includes('"on"') === true);
    expect(desk.events).toContainEqual({ kind: "led", node: "ding", output: "relay", level: 1 });
    desk.ask({ type: "power", node: "ding", on: false });
    await desk.seen("faults", ({ faults }) => faults.unplugged.includes("ding"));
    expect(desk.all("pin").at(-1)).toEqual({ type: "pin", node: "ding", pin: "D4", level: 1 });
  });

  it("are at rest until they are pressed, where the pin has no pull-up as well", async () => {
    const desk = await page(1, "ding", parts);
    await desk.seen("message", online);
    await press(desk, "D35");
    await desk.seen("message", ({ message: { text } }) => text?.includes('"button":"window","event":"press"') === true);
  });

  it("are pressed by a scenario, which is refused when it names one that is not there", async () => {
    const desk = await page(1, "ding", parts);
    await desk.seen("message", online);
    const play = (button: string): void => desk.ask({ type: "play", file: JSON.stringify({ name: "n", duration: 3, steps: [{ at: 0.5, press: 1, button }] }) });
    play("gate");
    const { reason } = await desk.seen("refused", () => true);
    expect(reason).toBe('"n", second 0.5: there is no button "gate": those with a name are "door", "window"');
    play("door");
    await desk.seen("message", ({ message: { text } }) => text?.includes('"button":"door"') === true);
  });
});
