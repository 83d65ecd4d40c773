/** What the page takes for a node's answer to a command, and what it says when there is none. */
import { describe, expect, it } from "vitest";
import type { Faults, NodeState } from "../../../src/tools/page/protocol.ts";
import { addressedNodes, answerIn, commandTargets, readyCommands, whyNoAnswer, withId } from "../../../src/tools/page/messages/command-answer.ts";
import { parseCommand } from "../../../src/firmware/commands.ts";

const base = "/kv6003";
const command = { base, topic: "/kv6003/control/led", payload: '{"state":"on","id":"page-1"}' };
const plain = { ...command, payload: "on" };

function state(content: string): { topic: string; text: string } {
  return { topic: "/kv6003/state/hall/led", text: content };
}
function error(content: object): { topic: string; text: string } {
  return { topic: "/kv6003/error/hall", text: JSON.stringify({ node: "hall", error: "bad JSON", topic: command.topic, ...content }) };
}

const [led, relay] = [
  { name: "led", pin: "D2", activeLow: false },
  { name: "relay", pin: "D4", activeLow: true },
];

describe("a command reaches", () => {
  it.each([
    ["/kv6003/control/led", ["hall", "door"]],
    ["/kv6003/control/led/door", ["door"]],
    ["/kv6003/control/led/nobody", []],
    ["kv6003/control/led", []],
    ["/kv6003/control/led/", []],
    ["/kv6003/control/relay", ["door"]],
    ["/kv6003/control/relay/hall", []],
    ["/kv6003/control/lamp", []],
  ])("by %s: %j", (topic, nodes) => {
    expect(
      addressedNodes(topic, base, [
        { node: "hall", outputs: [led] },
        { node: "door", outputs: [led, relay] },
      ]),
    ).toEqual(nodes);
  });
});

describe("the topics for commands", () => {
  const targets = (nodes: string[], ...outputs: (typeof led)[]): string[] =>
    commandTargets(
      base,
      nodes.map((node) => ({ node, outputs: [led, ...outputs] })),
    ).map(({ name, topic }) => `${name}: ${topic}`);

  it("are by node, by output, or by both", () => {
    expect(targets(["hall"])).toEqual([": /kv6003/control/led"]);
    expect(targets(["hall", "door"])).toEqual(["all nodes: /kv6003/control/led", "hall: /kv6003/control/led/hall", "door: /kv6003/control/led/door"]);
    expect(targets(["hall"], relay)).toEqual(["LED: /kv6003/control/led", "relay: /kv6003/control/relay"]);
    expect(targets(["hall", "door"], relay)).toContain("relay of all nodes: /kv6003/control/relay");
    expect(targets(["hall", "door"], relay)).toContain("relay of door: /kv6003/control/relay/door");
  });
});

describe("an answer", () => {
  it("is the state of the output that the command was for", () => {
    const text = '{"state":"on"}';
    const toRelay = { ...plain, topic: "/kv6003/control/relay/hall" };
    expect(answerIn({ topic: "/kv6003/state/hall/relay", text }, toRelay, "hall")).toMatchObject({ accepted: true });
    expect(answerIn(state(text), toRelay, "hall")).toBeUndefined();
  });

  it("is the state with the command's id", () => {
    const text = '{"state":"on","brightness":1,"id":"page-1"}';
    expect(answerIn(state(text), command, "hall")).toEqual({ node: "hall", accepted: true, text });
  });

  it("without an id is the next state without one", () => {
    expect(answerIn(state('{"state":"on","brightness":1}'), plain, "hall")).toMatchObject({ accepted: true });
    expect(answerIn(state('{"state":"on","brightness":1,"id":"x"}'), plain, "hall")).toBeUndefined();
  });

  it("is an error that quotes the command", () => {
    expect(answerIn(error({ payload: command.payload }), command, "hall")).toEqual({ node: "hall", accepted: false, text: "bad JSON" });
  });

  it("is an error that quotes 64 bytes of it, though the last character is cut", () => {
    const long = { ...command, payload: `${"x".repeat(63)}é and more` };
    expect(answerIn(error({ payload: `${"x".repeat(63)}\uFFFD` }), long, "hall")).toMatchObject({ accepted: false });
  });

  it.each([
    ["another node's", state('{"state":"on","id":"page-1"}'), "door"],
    ["to another command", state('{"state":"on","id":"page-2"}'), "hall"],
    ["to no command", state('{"state":"on"}'), "hall"],
    ["an error about another payload", error({ payload: "off" }), "hall"],
    ["an error about another topic", error({ payload: command.payload, topic: "/kv6003/control/led/hall" }), "hall"],
    ["no JSON", state("on"), "hall"],
    ["a list", state("[1]"), "hall"],
  ])("is none that is %s", (_what, message, node) => {
    expect(answerIn(message, command, node)).toBeUndefined();
  });

  it("is none that is not even text", () => {
    expect(answerIn({ topic: "/kv6003/state/hall/led", text: undefined }, command, "hall")).toBeUndefined();
  });
});

describe("an id", () => {
  it.each([
    ['{"state":"on"}', '{"state":"on","id":"a\\"b"}'],
    ['{"state":"on"}\n', '{"state":"on","id":"a\\"b"}'],
    ['{"state":"on","id":"mine"}', '{"state":"on","id":"mine"}'],
    ["on", "on"],
    ["{}", "{}"],
    ["{", "{"],
    ["", ""],
  ])("for %j", (payload, withOne) => {
    expect(withId(payload, 'a"b')).toBe(withOne);
  });

  it("keeps each ready-made command what it was, as the node reads it", () => {
    for (const { name, payload } of readyCommands) {
      const read = parseCommand(withId(payload, "page-1"));
      if (name === "a wrong one") expect(read).toBe('brightness must be 0..1 or "0%".."100%"');
      else expect(read).toMatchObject({ id: "page-1" });
    }
  });
});

describe("when there is no answer", () => {
  const faults: Faults = { wifi: true, broker: true, bytesPerSecond: undefined, silent: false, unplugged: [] };
  const connected: NodeState = {
    power: true,
    wifi: "connected",
    mqtt: "connected",
    retryAt: undefined,
    queued: 0,
    dropped: 0,
    memory: undefined,
    losses: 0,
    lastLoss: "",
  };
  it.each<[string, Partial<Faults>, Partial<NodeState>, string]>([
    ["", {}, {}, "An empty message is ignored."],
    ["on", { unplugged: ["hall"] }, {}, "has no power"],
    ["on", {}, { power: false }, "has no power"],
    ["on", { broker: false }, {}, "The broker is off"],
    ["on", { wifi: false }, { mqtt: "off" }, "Wi-Fi is off"],
    ["on", { silent: true }, {}, "nothing arrives"],
    ["on", {}, { mqtt: "connecting" }, "hall is not connected"],
    ["on", { bytesPerSecond: 100 }, {}, "100 bytes a second"],
    ["on", {}, {}, "its console may say why"],
  ])("to %j with %j and %j, it says why", (payload, fault, state, text) => {
    expect(whyNoAnswer("hall", { ...command, payload }, { ...faults, ...fault }, { ...connected, ...state })).toContain(text);
  });
});
