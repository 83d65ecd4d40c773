/** Plays a case: the node is online, the fault comes and goes, and then everything must be as it was. */
import { expect } from "vitest";
import { inUse, memoryOf } from "../node/in-use.ts";
import type { CaseOf } from "./case.ts";
import { deliveries, gaps } from "./deliveries.ts";
import type { Outcome } from "./outcomes.ts";
import type { Line, World } from "./world.ts";

const sensor = "/kv6003/sensor/ding";
const health = "/kv6003/health/hall";
const control = "/kv6003/control/led/hall";
const state = "/kv6003/state/hall/led";

/** s: no wait of a case is longer. */
const longest = 120;
/** s, for what is under way. */
const settling = 2;
/** Lines that tell of a lost connection. */
const lost = /^(mqtt: (?!connected|the broker takes no MQTT 5|state again)|wifi: (?!connected))/;
/** Lines that no fault outside the board may cause. */
const broken = /Uncaught|SAFE MODE/;

/**
 * @param seconds for which the fault lasts
 * @throws by `expect` when something is not as the node promises
 */
export async function play<W extends World>(world: W, one: CaseOf<W>, seconds: number): Promise<Outcome> {
  const { board, lines, told, now, until } = world;
  let made = 0;
  const arrived = (): number => deliveries(told(sensor)).ids.length;
  const dropped = (): number => Number(told(health).at(-1)?.["dropped"] ?? 0);
  const press = async (): Promise<void> => {
    await world.press();
    made++;
  };
  const wanted = async (condition: () => boolean, what: string): Promise<void> => {
    const came = await until(condition, longest);
    expect(came, `${what}; ${made} presses, ${arrived()} arrived, ${dropped()} dropped\n${transcript(lines)}`).toBe(true);
  };
  const delivered = (): boolean => arrived() + dropped() >= made;

  await one.fault.prepare?.(world);
  await board.powerOn();
  await wanted(() => lines.some(({ text }) => text === "mqtt: connected as hall"), "it never was online");
  await press();
  await wanted(delivered, "a press before the fault did not arrive");
  await world.pass(settling);
  const heldBefore = await held(board);

  const from = lines.length;
  const began = now();
  await one.fault.begin?.(world);
  const rounds = Math.max(1, seconds);
  for (let round = 0; round < rounds; round++) {
    while (made - 1 < Math.ceil((one.presses * (round + 1)) / rounds)) await press();
    if (seconds === 0) break;
    await world.pass(Math.max(0, began + round + 1 - now()));
    await one.fault.again?.(world, round);
  }
  await one.fault.end?.(world);
  const ended = seconds > 0 ? now() : began;
  const { notices } = one;
  const tells = notices && ((): Line | undefined => lines.slice(from).find(({ text }) => notices.test(text)));
  if (tells) await wanted(() => tells() !== undefined, "it did not notice");
  await wanted(delivered, "presses did not arrive");
  const back = now() - ended;

  await answersCommands(world);
  await press();
  await wanted(delivered, "a press after the fault did not arrive");

  const { ids, twice, clashes, late } = deliveries(told(sensor));
  expect([clashes, one.reorders ? [] : late]).toEqual([[], []]);
  const missing = gaps(ids);
  expect([made - ids.length, missing.length, dropped() > 0], transcript(lines)).toEqual([dropped(), dropped(), one.drops ?? false]);
  // The oldest of those that waited: one after the other.
  expect(missing).toEqual(missing.map((_, i) => (missing[0] ?? 0) + i));
  await world.pass(settling);
  const heldAfter = await held(board);
  expect(heldAfter.inUse).toEqual(heldBefore.inUse);
  const since = lines.slice(from).map(({ text }) => text);
  expect(since.filter((text) => broken.test(text))).toEqual([]);
  if (one.says) expect(lines.map(({ text }) => text)).toContainEqual(expect.stringMatching(one.says));
  if (!notices) expect(since.filter((text) => lost.test(text))).toEqual([]);
  const line = tells?.();
  return {
    noticed: line && { after: line.at - began, line: line.text },
    back,
    made,
    arrived: ids.length,
    twice,
    dropped: dropped(),
    memory: [heldBefore.memory, heldAfter.memory],
  };
}

/** A command is done, and answered with its id; it is sent again while the node may be away. */
async function answersCommands({ publish, told, until, lines }: World): Promise<void> {
  const isAnswered = (): boolean => told(state).some(({ id }) => id === "afterwards");
  for (let waited = 0; waited < longest && !isAnswered(); waited++) {
    publish(control, '{"state":"on","id":"afterwards"}');
    await until(isAnswered, 1);
  }
  expect(isAnswered(), `no command is done any more\n${transcript(lines)}`).toBe(true);
}

async function held(board: World["board"]): Promise<{ inUse: Record<string, string>; memory: number }> {
  return { inUse: await inUse(board), memory: (await memoryOf(board)).usage };
}

function transcript(lines: readonly Line[]): string {
  return lines.map(({ at, text }) => `${at.toFixed(1)} ${text}`).join("\n");
}
