/**
 * What runs for a press, a command or a packet is always there: no rare function is called on its way, which would make a whole group anew
 * (src/tools/bundle/rare.ts). The bundle is told to count.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { buildFirst, builtDist } from "../support/dist.ts";
import { Broker5 } from "./broker-5.ts";
import { desk, type Desk } from "./desk.ts";

beforeAll(...buildFirst);

const copy = mkdtempSync(path.join(tmpdir(), "dist-"));
afterAll(() => rmSync(copy, { recursive: true }));

/** The built node, which puts into `made` the name of each rare function that it calls. */
async function countingDist(): Promise<string> {
  cpSync(await builtDist(), copy, { recursive: true });
  const file = path.join(copy, "ding.js");
  const code = readFileSync(file, "latin1");
  let calls = 0;
  // A call into a group reads as `group().$name(`.
  const counting = code.replace(/\b(\w+)\(\)\.\$(\w+)\(/g, (_whole, group: string, name: string) => {
    calls++;
    return `((global.made=global.made||[]).push("${name}"),${group}()).$${name}(`;
  });
  expect(calls).toBeGreaterThan(3);
  writeFileSync(file, counting, "latin1");
  return copy;
}

/** The rare functions that are called while something is done. */
async function madeDuring({ board }: Desk, work: () => Promise<void>): Promise<string> {
  await board.eval("(global.made=[],1)");
  await work();
  return board.eval("made.join()");
}

/** What a broker of MQTT 5 got on a topic. */
function toldBy(broker: Broker5): Desk["told"] {
  return (topic) => broker.on(topic).map((rest) => JSON.parse(rest.slice(1)) as Record<string, unknown>);
}

/** A node that is connected to a broker of this version of MQTT. */
async function counting(version: "3.1.1" | "5"): Promise<Desk> {
  const all = await desk({}, undefined, await countingDist());
  if (version === "3.1.1") return all;
  const broker = new Broker5(() => 0);
  all.replaceBroker(broker.serve);
  return { ...all, told: toldBy(broker), publish: (topic, payload) => broker.publish(topic, payload.toString()) };
}

it.each(["3.1.1", "5"] as const)("a press, a command and their receipts call no rare function with MQTT %s", async (version) => {
  const all = await counting(version);
  await all.board.powerOn();
  await all.clock.advance(2100); // online, and not when the work of each second is due
  expect(await all.board.eval("made.length>0")).toBe("true");
  expect(all.lines.join().includes("MQTT 3.1.1")).toBe(version === "3.1.1");
  const { board, clock, publish, told } = all;

  const state = (): Record<string, unknown>[] => told("/kv6003/state/hall/led");
  const before = state().length;
  const made = await madeDuring(all, async () => {
    press(board);
    await clock.advance(100);
    release(board);
    await clock.advance(100);
    publish("/kv6003/control/led/hall", "on");
    await clock.advance(20);
    publish("/kv6003/control/led", '{"state":"on","brightness":0.5,"id":"a"}');
    await clock.advance(20);
    publish("/kv6003/control/led", "toggle");
    await clock.advance(20);
  });
  expect(told("/kv6003/sensor/ding")).toHaveLength(1);
  expect(
    state()
      .slice(before)
      .map((each) => each["state"]),
  ).toEqual(["on", "on", "off"]);
  expect(made).toBe("");
});
