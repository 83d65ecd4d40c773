/** A day at random: faults of every kind one after the other, power cuts at any moment, and presses all along. */
import { expect } from "vitest";
import { seededRandom } from "../../src/tools/random/seeded-random.ts";
import { inUse, memoryOf } from "../node/in-use.ts";
import { bootOf, deliveries, idOf } from "./deliveries.ts";
import { connectionClosed, halfOpen, paced, portClosed, refusal, replacedBy, resets, wifiAway, wifiFlaps, type Fault } from "./faults.ts";
import { hangingUp, mute, unreceipting } from "./impostors.ts";
import { paces } from "./link.ts";
import type { DayOutcome } from "./outcomes.ts";
import { virtualWorld } from "./virtual-world.ts";
import type { VirtualWorld } from "./world.ts";

const sensor = "/kv6003/sensor/ding";
const hour = 3600;
/** s without a receipt after which a press is in flash; docs/limits.md. And the moment that this takes. */
const promisedAfter = 5 + 1;

/** Each as likely as the others. */
const kinds: readonly Fault<VirtualWorld>[] = [
  wifiAway,
  wifiFlaps,
  portClosed,
  connectionClosed,
  resets,
  halfOpen,
  paced(paces.held),
  paced(paces.slow),
  paced(paces.bytes),
  replacedBy(mute),
  replacedBy(unreceipting),
  replacedBy(hangingUp),
  refusal("no DNS"),
  refusal("no answer"),
];

class Day {
  private readonly _world: VirtualWorld;
  private readonly _random: () => number;
  /** Presses made, by boot. */
  private readonly _made = new Map<number, number[]>();
  /** How many of a boot's presses had been made long enough when its power went. */
  private readonly _owed = new Map<number, number>();
  private _boot = 0;
  faults = 0;
  powerCuts = 0;

  constructor(world: VirtualWorld, random: () => number) {
    this._world = world;
    this._random = random;
    world.board.onLine((line) => {
      this._boot = Number(/, boot (\d+);/.exec(line)?.[1] ?? this._boot);
    });
  }

  get boots(): number {
    return this._boot;
  }

  between(least: number, most: number): number {
    return least + this._random() * (most - least);
  }

  /** Time in which somebody presses now and then. */
  async pass(seconds: number, longestPause = 300): Promise<void> {
    const { now, pass } = this._world;
    for (const end = now() + seconds; now() < end;) {
      await pass(Math.min(this.between(1, longestPause), end - now()));
      if (now() < end) await this.press();
    }
  }

  async press(): Promise<void> {
    this._made.set(this._boot, [...(this._made.get(this._boot) ?? []), this._world.now()]);
    await this._world.press();
  }

  /** A fault for up to ten minutes. In some of them, or right after, the plug is pulled. */
  async fault(): Promise<void> {
    const fault = kinds[Math.floor(this._random() * kinds.length)] ?? wifiAway;
    const seconds = Math.floor(this.between(1, 600));
    const cutAt = this._random() < 0.3 ? Math.floor(this.between(0, seconds)) : undefined;
    this.faults++;
    await fault.begin?.(this._world);
    await this._during(fault, 0, cutAt ?? seconds);
    if (cutAt !== undefined) {
      await this._cutPower();
      await this._during(fault, cutAt, seconds);
    }
    await fault.end?.(this._world);
    if (this._random() < 0.2) await this._cutPower();
  }

  /** Looks at all that arrived. */
  check(told: readonly Record<string, unknown>[]): Pick<DayOutcome, "made" | "owed" | "arrived" | "twice"> {
    const { ids, twice, clashes } = deliveries(told);
    expect(clashes).toEqual([]);
    const sum = { made: 0, owed: 0, arrived: ids.length, twice };
    for (const [boot, { length: made }] of this._made) {
      const arrived = ids.filter((id) => bootOf(id) === boot).toSorted((a, b) => a - b);
      expect(arrived, `boot ${boot}`).toEqual(arrived.map((_, i) => idOf(boot, i + 1)));
      const owed = this._owed.get(boot) ?? made;
      expect(arrived.length, `boot ${boot}`).toBeGreaterThanOrEqual(owed);
      expect(arrived.length, `boot ${boot}`).toBeLessThanOrEqual(made);
      sum.made += made;
      sum.owed += owed;
    }
    expect(sum.arrived).toBeLessThanOrEqual(sum.made);
    return sum;
  }

  private async _during(fault: Fault<VirtualWorld>, from: number, to: number): Promise<void> {
    if (!fault.again) return this.pass(to - from, 60);
    for (let second = from; second < to; second++) {
      if (this._random() < 1 / 30) await this.press();
      await this._world.pass(1);
      await fault.again(this._world, second);
    }
  }

  private async _cutPower(): Promise<void> {
    const { board, now, pass } = this._world;
    this.powerCuts++;
    this._owed.set(this._boot, (this._made.get(this._boot) ?? []).filter((at) => at < now() - promisedAfter).length);
    await board.powerOff();
    await pass(this.between(1, 60));
    await board.powerOn();
    await pass(1);
  }
}

/** @throws by `expect` when a press that is owed is missing, when one has two numbers, or when something piles up */
export async function randomDay(seed: number, hours = 24): Promise<DayOutcome> {
  const world = await virtualWorld({}, seed);
  const { board, lines, now, told } = world;
  const day = new Day(world, seededRandom(seed + 1000));
  await board.powerOn();
  await day.pass(5);
  let afterAnHour: Held | undefined;
  while (now() < hours * hour) {
    await day.pass(day.between(60, 900));
    await day.fault();
    if (!afterAnHour && now() > hour) afterAnHour = await heldOnline(world);
  }
  const atTheEnd = await heldOnline(world);
  expect(atTheEnd.inUse).toEqual(afterAnHour?.inUse);
  expect(lines.filter(({ text }) => /Uncaught|SAFE MODE/.test(text))).toEqual([]);
  expect(told("/kv6003/health/hall").at(-1)).toMatchObject({ queued: 0, dropped: 0 });
  const { faults, powerCuts, boots } = day;
  return { faults, powerCuts, boots, ...day.check(told(sensor)), memory: [afterAnHour?.memory ?? 0, atTheEnd.memory] };
}

interface Held {
  inUse: Record<string, string>;
  memory: number;
}

/** What the node holds once it is online again, and has been for five minutes. */
async function heldOnline({ board, told, pass, until }: VirtualWorld): Promise<Held> {
  const health = (): Record<string, unknown>[] => told("/kv6003/health/hall");
  const before = health().length;
  expect(await until(() => health().length > before, 5 * 60)).toBe(true);
  await pass(5 * 60);
  return { inUse: await inUse(board), memory: (await memoryOf(board)).usage };
}
