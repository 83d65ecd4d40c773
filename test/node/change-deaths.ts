/** The real interpreter, killed at random moments of changes of its configuration: it always starts with one that is whole. */
import { expect } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import { seededRandom } from "../../src/tools/random/seeded-random.ts";
import type { EmbeddedBroker } from "../../src/tools/simulate/embedded-broker.ts";
import { configTopic, signedChange, type ConfigState } from "./changes.ts";
import { dingFor, flashed, Listener, startBroker, wait } from "./node.ts";
import { haste } from "./update-deaths.ts";
import { controlTopic, key } from "./updates.ts";

/** ms of a life: from a start that is hardly one to a change that is kept. */
const longestLife = 10_000;
/** ms after which the node must have said its name. */
const longLife = 2500;
const wholeLife = 30_000;
/** ms after which a change that was not answered is sent again. */
const patience = 500;
const look = 50; // ms

export interface Deaths {
  kills: number;
  /** Changes that were begun, kept, and taken back. */
  started: number;
  kept: number;
  failed: number;
}

/** Kills the interpreter `kills` times. `given` is a broker of another kind than the project's. */
export async function changeDeaths(espruino: string, kills: number, seed: number, given?: Pick<EmbeddedBroker, "address">): Promise<Deaths> {
  const random = seededRandom(seed);
  const broker = given ?? (await startBroker());
  const listener = await Listener.at(broker);
  const ding = dingFor(broker);
  const board = new LinuxEspruino(espruino);
  const { lines } = await flashed(() => board, { ...ding, mqtt: { ...ding.mqtt, key }, sntp: "" });
  board.put(".boot2", haste);
  const states = (): ConfigState[] => listener.on(configTopic).map(({ payload }) => payload as ConfigState);
  const isKept = (): boolean => states().at(-1)?.state === "kept";
  let health = 20_000;
  /** A start, and changes until one is kept or the time is over. */
  const live = async (ms: number): Promise<void> => {
    lines.length = 0;
    await board.powerOn();
    let heard = states().length;
    for (let lived = 0; lived < ms; lived += look) {
      await wait(look);
      const news = states().slice(heard);
      if (news.some(({ state }) => state === "kept")) break;
      if (news.some(({ state }) => state === "starting" || state === "trial")) continue;
      heard += news.length;
      const isOnline = lines.some((line) => line.startsWith("mqtt: connected"));
      if (isOnline && lived % patience === 0) await listener.say(controlTopic, signedChange({ health: ++health }).text);
    }
    await board.powerOff();
    if (ms > longLife) expect(lines, `seed ${seed}`).toContainEqual(expect.stringMatching(/^ding 1\.0\.0: hall|^SAFE MODE/));
    expect(
      lines.filter((line) => /Uncaught|cannot count|^config: (?!restarting|change refused|not online)/.test(line)),
      `seed ${seed}`,
    ).toEqual([]);
  };
  for (let i = 0; i < kills; i++) await live(random() * longestLife);
  // Three deaths in a row lead to safe mode, which the next start ends.
  for (let i = 0; i < 3 && !isKept(); i++) await live(wholeLife);
  expect(isKept(), `seed ${seed}`).toBe(true);
  const numbers = (wanted: string): number => new Set(states().flatMap(({ state, n }) => (state === wanted ? [n] : []))).size;
  return { kills, started: numbers("starting"), kept: numbers("kept"), failed: numbers("failed") };
}
