/** The real interpreter, killed at random moments of updates: some version runs after each, and the one that is sent arrives. */
import { expect } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import type { EmbeddedBroker } from "../../src/tools/simulate/embedded-broker.ts";
import { seededRandom } from "../../src/tools/random/seeded-random.ts";
import { dingFor, flashed, Listener, startBroker, wait } from "./node.ts";
import { UpdateSender } from "./update-sender.ts";
import { key, nodeOf, pieceSize } from "./updates.ts";

/** Lets a minute pass within seconds, in steps that the node takes for time. */
export const haste = `var ahead=0;function gain(){ahead+=25e3;if(ahead<1e5)setTimeout(gain,500)}
setTimeout("Date.now=function(){return getTime()*1e3+ahead};gain()",900);
`;
/** A life after which the node must have said what runs, ms. */
const longLife = 2500;
const longestLife = 5000;

export interface Deaths {
  kills: number;
  /** Starts of a version on trial. */
  trials: number;
  /** Versions that arrived. */
  versions: number;
}

/** Kills the interpreter `kills` times. `given` is a broker of another kind than the project's. */
export async function updateDeaths(espruino: string, kills: number, seed: number, given?: Pick<EmbeddedBroker, "address">): Promise<Deaths> {
  const random = seededRandom(seed);
  const broker = given ?? (await startBroker());
  const sender = new UpdateSender(await Listener.at(broker), pieceSize);
  const board = new LinuxEspruino(espruino);
  const ding = dingFor(broker);
  const { lines } = await flashed(() => board, { ...ding, mqtt: { ...ding.mqtt, key }, sntp: "" });
  board.put(".boot2", haste);
  const deaths: Deaths = { kills, trials: 0, versions: 0 };
  const sendNext = async (): Promise<void> => {
    const version = `1.${deaths.versions + 1}.0`;
    sender.sends(await nodeOf(version), version);
  };
  const endLife = async (): Promise<void> => {
    await board.powerOff();
    expect(
      lines.filter((line) => /Uncaught|cannot count/.test(line)),
      `seed ${seed}`,
    ).toEqual([]);
    deaths.trials += lines.filter((line) => line.startsWith(`ding 1.${deaths.versions + 1}.0: hall`)).length;
  };
  const isDone = (): boolean => sender.isDone;
  await sendNext();
  const sending = sender.run();
  for (let i = 0; i < kills; i++) {
    lines.length = 0;
    await board.powerOn();
    const life = random() * longestLife;
    await wait(life);
    if (life > longLife) expect(lines, `seed ${seed}, life ${i}`).toContainEqual(expect.stringMatching(/^ding 1\.\d+\.0: hall|^SAFE MODE/));
    await endLife();
    if (!sender.isDone) continue;
    deaths.versions++;
    await sendNext();
  }
  // Three deaths in a row lead to safe mode, which the next start ends.
  for (let i = 0; i < 2 && !isDone(); i++) {
    lines.length = 0;
    await board.powerOn();
    for (let ms = 0; ms < 60_000 && !isDone() && !lines.some((line) => line.startsWith("SAFE MODE")); ms += 100) await wait(100);
    await endLife();
    if (isDone()) deaths.versions++;
  }
  sender.end();
  await sending;
  expect(sender.isDone, `seed ${seed}: ${JSON.stringify(sender.states.slice(-5))}`).toBe(true);
  return deaths;
}
