/** A scenario's file: what it may say, and what is said about a bad one. */
import { describe, expect, it } from "vitest";
import { readScenario } from "../../../src/tools/simulate/scenario.ts";
import { namedScenario, findScenario, scenarioNames } from "../../../src/tools/simulate/scenario-files.ts";
import { stepText } from "../../../src/tools/simulate/scenario-words.ts";

const read = (file: object): ReturnType<typeof readScenario> => readScenario(Buffer.from(JSON.stringify(file)), "file.json");

describe("a scenario's file", () => {
  it("is read in the order of time, with what it leaves out", () => {
    const { steps, ...rest } = read({
      name: "n",
      steps: [
        { at: 4, press: 3 },
        { at: 2, wifi: "off" },
      ],
    });
    expect(rest).toEqual({ name: "n", nodes: 1, seed: 1, duration: 34 });
    expect(steps).toEqual([
      { at: 2, action: { kind: "wifi", up: false } },
      { at: 4, action: { kind: "press", gesture: "single", times: 3, node: 1 } },
    ]);
  });

  it.each<[object, string]>([
    [{ press: 3, node: 2 }, "press, 3 times of b"],
    [{ hold: 1 }, "hold of a"],
    [{ press: 2, button: "door" }, "press door, 2 times of a"],
    [{ double: 2 }, "double press, 2 times of a"],
    [{ power: "off", node: 2 }, "power of b off"],
    [{ light: 0.3 }, "light of a at 30 %"],
    [{ wifi: "on" }, "Wi-Fi on"],
    [{ broker: "off" }, "broker off"],
    [{ silent: "on" }, "silent link on"],
    [{ slow: 200 }, "slow link: 200 bytes a second"],
    [{ slow: "off" }, "slow link off"],
    [{ publish: { topic: "/a", payload: "on", qos: 1, retain: true } }, "publish on to /a"],
  ])("can say %j", (step, words) => {
    const [first] = read({ name: "n", nodes: 2, steps: [{ at: 1, ...step }] }).steps;
    expect(first && stepText(first.action, ["a", "b"])).toBe(words);
  });

  it.each<[object, string]>([
    [{}, 'name: it must be text, such as "An outage"'],
    [{ name: "n" }, "steps: it must be a list with at least one step"],
    [{ name: "n", steps: [] }, "steps: it must be a list with at least one step"],
    [{ name: "n", step: [] }, 'there is no key "step": the keys are name, nodes, seed, duration, steps'],
    [{ name: "n", nodes: 21, steps: [{}] }, "nodes: it must be a whole number from 1 to 20"],
    [{ name: "n", seed: 0.5, steps: [{ at: 1, wifi: "on" }] }, "seed: it must be a whole number"],
    [{ name: "n", duration: 1, steps: [{ at: 2, wifi: "on" }] }, "duration: it must be at least 2"],
    [{ name: "n", steps: [{ at: 1 }] }, "steps[0]: it must say what to do: press, double"],
    [{ name: "n", steps: [{ at: 1, wifi: "on", button: "door" }] }, "steps[0].button: wifi presses no button: leave button out"],
    [{ name: "n", steps: [{ at: 1, press: 1, button: "" }] }, 'steps[0].button: it must be the name of a button, such as "door"'],
    [{ name: "n", steps: [{ at: -1, wifi: "on" }] }, "steps[0].at: it must be seconds, from 0 to 86400"],
    [{ name: "n", steps: [{ wifi: "on" }] }, "steps[0].at: it must be seconds"],
    [
      {
        name: "n",
        steps: [
          { at: 1, wifi: "on" },
          { at: 2, wlan: "on" },
        ],
      },
      'steps[1]: there is no key "wlan"',
    ],
    [{ name: "n", steps: [{ at: 1, wifi: true }] }, 'steps[0].wifi: it must be "on" or "off"'],
    [{ name: "n", steps: [{ at: 1, wifi: "on", press: 1 }] }, "steps[0]: press and wifi are two steps"],
    [{ name: "n", steps: [{ at: 1, press: 1, node: 2 }] }, "steps[0].node: there is one board, 1"],
    [{ name: "n", nodes: 2, steps: [{ at: 1, press: 1, node: 3 }] }, "steps[0].node: the boards are 1 to 2"],
    [{ name: "n", nodes: 2, steps: [{ at: 1, wifi: "on", node: 2 }] }, "steps[0].node: wifi is for all boards"],
    [{ name: "n", steps: [{ at: 1, press: 0 }] }, "steps[0].press: it must be a whole number from 1 to 1000"],
    [{ name: "n", steps: [{ at: 1, slow: 0 }] }, "steps[0].slow: it must be bytes a second"],
    [{ name: "n", steps: [{ at: 1, slow: 1e300 }] }, "steps[0].slow: it must be bytes a second, a whole number from 1 to 1000000000"],
    [{ name: "n", steps: [{ at: 1, light: 2 }] }, "steps[0].light: it must be a number from 0, dark, to 1"],
    [{ name: "n", steps: [{ at: 1, publish: { topic: "/a/#" } }] }, "steps[0].publish.topic: a message goes to one topic"],
    [{ name: "n", steps: [{ at: 1, publish: { topic: "/a", payload: {} } }] }, "steps[0].publish.payload: it must be text"],
  ])("%j is refused with the place", (file, message) => {
    expect(() => read(file)).toThrow(`file.json: ${message}`);
  });

  it("of too many steps is refused, however many", () => {
    expect(() => read({ name: "n", steps: Array.from({ length: 200_000 }, () => ({ at: 1, wifi: "on" })) })).toThrow(
      "steps: there are 200000: at most 1000 are allowed",
    );
  });

  it.each(['{"name":"n","steps":[{"at":1,"wifi":"on","__proto__":5}]}', '{"name":"n","__proto__":{"nodes":2},"steps":[{"at":1,"wifi":"on"}]}'])(
    "%s has a key that does not exist",
    (text) => {
      expect(() => readScenario(Buffer.from(text), "file.json")).toThrow('file.json: there is no key "__proto__" (line 1, column');
    },
  );

  it("may publish much, and its words stay short", () => {
    const [step] = read({ name: "n", steps: [{ at: 1, publish: { topic: "/a", payload: "x".repeat(1000) } }] }).steps;
    expect(step && stepText(step.action, ["a"])).toBe(`publish ${"x".repeat(100)}... (900 more) to /a`);
  });

  it("that is not JSON is refused with line and column", () => {
    expect(() => readScenario(Buffer.from('{\n"name" "n"}'), "file.json")).toThrow("file.json: is not JSON: colon expected in line 2");
  });
});

describe("the scenarios that come with the simulator", () => {
  it.each(scenarioNames())("%s can be read", (name) => {
    expect(namedScenario(name).steps.length).toBeGreaterThan(0);
  });

  it("are named when another is asked for", () => {
    expect(() => findScenario("storm")).toThrow("there is no file storm, and no scenario of that name: those are outage, power-cut, silent-link");
    expect(() => namedScenario("../scenarios/outage")).toThrow("there is no scenario");
  });
});
