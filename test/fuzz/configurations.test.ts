/** Any ding.json: the firmware's reader makes a valid configuration of it, and the node starts with it. */
import { Ajv } from "ajv";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { isLooseJson } from "../../src/firmware/config-json.ts";
import type { Fault } from "../../src/firmware/validate.ts";
import { dingSchema } from "../../src/tools/schema/schemas.ts";
import { load } from "../firmware/load.ts";
import { desk, type Desk } from "../node/desk.ts";
import { buildFirst } from "../support/dist.ts";
import { board, device } from "../support/settings.ts";
import { batches } from "./batches.ts";
import { dingTexts, reachableDings } from "./dings.ts";
import { FuzzBroker } from "./fuzz-broker.ts";
import { latin1 } from "./hostile.ts";

beforeAll(...buildFirst);

const isValid = new Ajv({ strict: false }).compile(dingSchema(device, board.pins));
/** Bytes of a ding.json, and objects and lists in it, which the reader takes. */
const longestFile = 4096;
const mostBrackets = 40;
/** ms in which a node has started and is connected, if it can be. */
const startTime = 1500;

describe("any ding.json", () => {
  it.each(batches("configurations"))(
    "fuzz configurations, seed $seed, $cases cases: the reader makes a valid configuration",
    { timeout: 0 },
    ({ seed, cases }) => {
      const property = fc.property(dingTexts, (text) => {
        const faults: Fault[] = [];
        isLooseJson(text);
        const config = load(text, faults);
        for (const { what } of faults) expect(what).not.toBe("");
        // A key that is not valid shuts out every command: it is replaced by a text that is too short to be one, and stands for a key here.
        if (config.mqtt.key === "?") config.mqtt.key = "k".repeat(16);
        expect(isValid(config), JSON.stringify(isValid.errors)).toBe(true);
      });
      fc.assert(property, { seed, numRuns: cases });
    },
  );

  it.each(batches("boots"))("fuzz boots, seed $seed, $cases cases: the node starts", { timeout: 0 }, async ({ seed, cases }) => {
    const { board: chip, clock, lines } = await desk();
    const property = fc.asyncProperty(dingTexts, async (text) => {
      await startWith({ board: chip, clock, lines }, text);
      await chip.powerOff();
    });
    await fc.assert(property, { seed, numRuns: cases });
  });

  it.each(batches("reach"))(
    "fuzz reach, seed $seed, $cases cases: the node is reached if the way to its broker is good",
    { timeout: 0 },
    async ({ seed, cases }) => {
      const all = await desk();
      const broker = new FuzzBroker();
      all.replaceBroker(broker.accept);
      const property = fc.asyncProperty(reachableDings, async (ding) => {
        const way = { node: "hall", wifi: { ssid: "virtual" }, mqtt: { host: "broker" } };
        const text = latin1(JSON.stringify({ ...way, ...ding }));
        fc.pre(text.length <= longestFile && text.replace(/[^[{]/g, "").length <= mostBrackets);
        await startWith(all, text);
        expect(all.lines.join("\n")).toContain("mqtt: connected as hall");
        broker.published.length = 0;
        broker.send(broker.encode({ cmd: "publish", topic: "/kv6003/control/led/hall", payload: "onn", qos: 0, dup: false, retain: false }));
        await all.clock.advance(100);
        expect(broker.published.map(({ topic }) => topic)).toContain("/kv6003/error/hall");
        await all.board.powerOff();
      });
      await fc.assert(property, { seed, numRuns: cases });
    },
  );
});

/** Power-on with this file: the node names itself, and nothing is thrown. */
async function startWith({ board: chip, clock, lines }: Pick<Desk, "board" | "clock" | "lines">, ding: string): Promise<void> {
  await chip.powerOff();
  lines.length = 0;
  chip.put("ding.json", ding);
  await chip.powerOn();
  press(chip);
  await clock.advance(startTime / 2);
  release(chip);
  await clock.advance(startTime / 2);
  expect(lines.filter((line) => /^Uncaught|SAFE MODE/.test(line))).toEqual([]);
  expect(lines).toContainEqual(expect.stringMatching(/^ding 1\.0\.0: .+, boot \d+; ding\.help\(\)/));
  expect(chip.lastReboot).toBeUndefined();
}
