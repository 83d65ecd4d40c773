/** Messages that a stranger's page sends to the simulator: each is refused or done, and the boards work afterwards. */
import fc from "fast-check";
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import type { FromSimulator } from "../../src/tools/page/protocol.ts";
import { readMessage } from "../../src/tools/page/server/read-message.ts";
import type { PageBackend } from "../../src/tools/simulate/page-backend.ts";
import type { Workbench } from "../../src/tools/simulate/workbench.ts";
import { buildFirst } from "../support/dist.ts";
import { startWorkbench } from "../support/workbench.ts";
import { batches } from "./batches.ts";
import { heapInUse, heapTolerance } from "./heap.ts";
import { anyText, jsonTexts, latin1, mutated, objectTexts } from "./hostile.ts";

beforeAll(...buildFirst);

const json = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<string> => values.map((value) => latin1(JSON.stringify(value)));
const booleans = json(fc.boolean());
const topics = fc.constantFrom("/kv6003/control/led", "/kv6003/#", "+", "", "x\0");
const file = { name: "x", duration: 1, steps: [{ at: 0, wifi: false }] };

/** What a request has besides its type. */
const fields = {
  node: json(fc.constantFrom("ding", "ding-2", "__proto__", "")),
  pin: json(fc.constantFrom("D0", "D2", "D34", "constructor", "toString", "D99")),
  level: json(fc.double({ min: 0, max: 1, noNaN: true })),
  id: json(fc.nat()),
  topic: json(topics),
  payload: json(fc.oneof(fc.constantFrom("on", "off", ""), anyText(40))),
  qos: json(fc.nat(2)),
  retain: booleans,
  text: json(
    fc.oneof(
      fc.constantFrom("\x03", "\x10", "\x1b[A", "ding.led('on')\n", "{\n"),
      fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
    ),
  ),
  wanted: booleans,
  up: booleans,
  silent: booleans,
  bytesPerSecond: json(fc.integer({ min: 1, max: 1e9 })),
  on: booleans,
  name: json(fc.constantFrom("outage", "power-cut", "silent-link", "../outage", "__proto__")),
  file: json(fc.constantFrom(JSON.stringify(file), "{", "[]", JSON.stringify({ ...file, steps: [{ at: 1e9 }] }))),
};
/** The fields that each type wants. A restart of a board takes long, so there are few. */
const types: Record<string, readonly (keyof typeof fields)[]> = {
  drive: ["node", "pin", "level"],
  publish: ["id", "topic", "payload", "qos", "retain"],
  type: ["node", "text"],
  wifi: ["up"],
  broker: ["up"],
  silent: ["silent"],
  slow: ["bytesPerSecond"],
  power: ["node", "on"],
  play: ["name"],
  stop: [],
};

const requests = fc.oneof(
  ...Object.entries(types).map(([type, names]) => ({
    weight: ["power", "broker", "play"].includes(type) ? 1 : 10,
    arbitrary: fc.tuple(...names.map((name) => fields[name].map((value) => `"${name}":${value}`))).map((pairs) => `{${[`"type":"${type}"`, ...pairs].join()}}`),
  })),
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom("play", "drive", "slow", "nothing"), objectTexts(fields)).map(([type, text]) => `{"type":"${type}",${text.slice(1)}`),
  },
);
const messages = fc.oneof(
  { weight: 6, arbitrary: requests },
  { weight: 2, arbitrary: mutated(requests.map((text) => Buffer.from(text, "latin1"))).map((bytes) => bytes.toString("latin1")) },
  jsonTexts,
);

describe("a page's message", () => {
  it.each(batches("page"))("fuzz page, seed $seed, $cases cases", { timeout: 0 }, async ({ seed, cases }) => {
    const started = await startWorkbench(2, "ding");
    onTestFinished(started.end);
    const { backend } = started.bench;
    await answersCommands(started.bench);
    const before = await heapInUse();
    const property = fc.asyncProperty(messages, async (text) => {
      ask(backend, Buffer.from(text, "latin1").toString("utf8"));
      await new Promise<void>((resolve) => void setImmediate(resolve));
    });
    await fc.assert(property, { seed, numRuns: cases });
    await putRight(started.bench);
    await answersCommands(started.bench);
    expect((await heapInUse()) - before).toBeLessThan(heapTolerance);
  });
});

/** Sends a page's message the way that its connection does. Refusals are sentences. */
function ask(backend: PageBackend, text: string): void {
  const message = readMessage(text);
  if ("reason" in message) expect(message.reason).toMatch(/^[^\0-\x1f]+$/);
  else if (message.type !== "serial") backend.handle(message, expectSentence);
}

function expectSentence(reply: FromSimulator): void {
  if (reply.type === "refused") expect(reply.reason).toMatch(/^[^\0-\x1f]+$/);
}

/** Every fault is ended, and the boards start anew, whatever was typed at their consoles. */
async function putRight({ backend, simulation }: Workbench): Promise<void> {
  ask(backend, '{"type":"stop"}');
  for (const node of simulation.nodes) await simulation.switches.setPower(node, false);
  await simulation.switches.putRight();
}

/** A command that is published reaches both boards. */
async function answersCommands({ backend, simulation }: Workbench): Promise<void> {
  for (const [payload, level] of [
    ['{"state":"on","brightness":1}', 1],
    ["off", 0],
  ] as const) {
    await vi.waitFor(
      () => {
        ask(backend, JSON.stringify({ type: "publish", id: 1, topic: "/kv6003/control/led", payload, qos: 1, retain: false }));
        expect(simulation.nodes.map(({ led }) => led)).toEqual([level, level]);
      },
      { timeout: 60_000, interval: 50 },
    );
  }
}
