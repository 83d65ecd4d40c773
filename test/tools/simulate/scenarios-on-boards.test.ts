/** Scenarios on virtual time: always alike, and with a verdict; on the page's boards the same messages come. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Config } from "../../../src/firmware/config.ts";
import { comparableMessages, type SeenMessage } from "../../../src/tools/simulate/comparable-messages.ts";
import { deviceInfo } from "../../../src/tools/simulate/device-info.ts";
import { runScenario, type ScenarioOutcome } from "../../../src/tools/simulate/run-scenario.ts";
import { readScenario, type Scenario } from "../../../src/tools/simulate/scenario.ts";
import { namedScenario, scenarioNames } from "../../../src/tools/simulate/scenario-files.ts";
import { lost, View } from "../../../src/tools/simulate/view.ts";
import { builtDist, buildFirst } from "../../support/dist.ts";
import { settings } from "../../support/settings.ts";

beforeAll(...buildFirst);

interface Run {
  lines: string[];
  messages: SeenMessage[];
  outcome: ScenarioOutcome;
}

async function run(scenario: Scenario, device: Config = settings.device): Promise<Run> {
  const lines: string[] = [];
  const messages: SeenMessage[] = [];
  const view = new View(false, true);
  const outcome = await runScenario({
    dist: await builtDist(),
    info: deviceInfo(device),
    scenario,
    onEvent: (event, at) => {
      lines.push(view.line(event, at));
      if (event.kind === "message" && at < scenario.duration * 1000) messages.push({ topic: event.topic, text: Buffer.from(event.payload).toString() });
    },
  });
  return { lines, messages, outcome };
}

function scenario(file: object): Scenario {
  return readScenario(Buffer.from(JSON.stringify({ name: "test", ...file })), "test");
}

describe("a scenario on virtual time", () => {
  it.each(scenarioNames())("%s loses nothing, and is the same each time", async (name) => {
    const first = await run(namedScenario(name));
    expect(lost(first.outcome)).toBe(0);
    expect(first.outcome.count.received + first.outcome.count.unplugged).toBe(first.outcome.count.pressed);
    expect((await run(namedScenario(name))).lines).toEqual(first.lines);
  });

  it("counts what waits behind a cut link as not sent yet, not as lost", async () => {
    const { outcome } = await run(
      scenario({
        duration: 10,
        steps: [
          { at: 1, wifi: "off" },
          { at: 2, press: 2 },
        ],
      }),
    );
    expect(outcome).toMatchObject({ linked: false, count: { pressed: 2, received: 0 } });
    expect(lost(outcome)).toBe(0);
  });

  it("counts what waits until the node tries again as not sent yet, though every link is whole at the end", async () => {
    const { outcome } = await run(
      scenario({
        duration: 72,
        steps: [
          { at: 2, broker: "off" },
          { at: 4, press: 3 },
          { at: 70, broker: "on" },
        ],
      }),
    );
    expect(outcome).toMatchObject({ linked: false, count: { pressed: 3, received: 0 } });
    expect(lost(outcome)).toBe(0);
  });

  it("ends after a press that is held at its end, however long that takes", async () => {
    const device = { ...settings.device, button: { ...settings.device.button, long: 7000 } };
    const { outcome } = await run(scenario({ duration: 3, steps: [{ at: 2, hold: 1 }] }), device);
    expect(outcome).toMatchObject({ linked: true, count: { pressed: 1, received: 1 } });
  });

  it("makes every press, however many steps are due at once", async () => {
    const { outcome } = await run(scenario({ steps: Array.from({ length: 8 }, () => ({ at: 1, press: 1 })) }));
    expect(outcome).toMatchObject({ count: { pressed: 8, received: 8 }, unmade: 0 });
  });

  it("says how many presses it had no time for", async () => {
    const steps = [
      { at: 1, press: 20 },
      { at: 2, press: 10 },
    ];
    const { outcome, lines } = await run(scenario({ duration: 3, steps }));
    const { pressed } = outcome.count;
    expect(pressed).toBeLessThan(30);
    expect(outcome).toMatchObject({ count: { received: pressed }, unmade: 30 - pressed });
    expect(lines).toContain(`    3.00  note     presses still to be made when the scenario ended: ${30 - pressed}; give it a longer duration`);
  });

  it("is refused when it presses a button that the boards do not have", async () => {
    const steps = [{ at: 1, press: 1, button: "dor" }];
    await expect(run(scenario({ steps }))).rejects.toThrow('"test", second 1: there is no button "dor": leave button out: there is only the first');
    const device = { ...settings.device, buttons: [{ ...settings.device.button, name: "door", pin: "D27" }] };
    await expect(run(scenario({ steps }), device)).rejects.toThrow('there is no button "dor": those with a name are "door"');
  });

  it("notices that a node is gone by its keep alive, on virtual time as well", async () => {
    const { messages } = await run(scenario({ duration: 60, steps: [{ at: 1, wifi: "off" }] }));
    expect(messages).toEqual([{ topic: "/kv6003/status/ding-virtual", text: "offline" }]);
  });

  it("says what could not be published", async () => {
    const { lines } = await run(
      scenario({
        duration: 5,
        steps: [
          { at: 1, broker: "off" },
          { at: 2, publish: { topic: "/a" } },
        ],
      }),
    );
    expect(lines).toContain("    2.00  note     nothing could be published to /a: the broker is away");
  });

  it("draws other numbers with another seed", async () => {
    const steps = [
      { at: 1, broker: "off" },
      { at: 20, broker: "on" },
    ];
    const back = async (seed: number): Promise<string | undefined> =>
      (await run(scenario({ seed, steps }))).lines.find((line) => line.includes(": mqtt: connected"));
    expect(await back(1)).not.toBe(await back(2));
  });
});

describe("messages to compare", () => {
  it("have neither times nor readings, and count boots and messages from 1", () => {
    const said = (topic: string, text: object | string): SeenMessage => ({
      topic: `/b/${topic}`,
      text: typeof text === "string" ? text : JSON.stringify(text),
    });
    const press = { node: "n", type: "button", event: "press" };
    const messages = [
      said("sensor/ding", { ...press, boot: 4, seq: 9, up: 100, time: 1.5 }),
      said("health/n", { node: "n", boot: 4 }),
      said("sensor/ding", { node: "n", boot: 4, seq: 10, type: "reading", value: 1 }),
      said("status/n", "offline"),
      said("sensor/ding", { ...press, boot: 4, seq: 11 }),
      said("sensor/ding", { ...press, boot: 5, seq: 1 }),
    ];
    expect(comparableMessages(messages, "/b")).toEqual([
      '/b/sensor/ding {"node":"n","type":"button","event":"press","boot":1,"seq":1}',
      '/b/sensor/ding {"node":"n","type":"button","event":"press","boot":1,"seq":2}',
      '/b/sensor/ding {"node":"n","type":"button","event":"press","boot":2,"seq":1}',
      "/b/status/n offline",
    ]);
  });
});
