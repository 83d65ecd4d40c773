/** The real interpreter, killed at random moments of outages: what lay in flash then, and what had come through, must all have arrived. */
import { expect } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import { press, release } from "../../board/shared/index.ts";
import type { EmbeddedBroker } from "../../src/tools/simulate/embedded-broker.ts";
import { waitingIn } from "../support/region-image.ts";
import { dingFor, flashed, Listener, startBroker, until, wait } from "./node.ts";

const sensor = "/kv6003/sensor/ding";
/** Bytes: few enough for pages to be erased and used again, and enough for all that may wait. */
const journal = 28_672;

interface Told {
  boot: number;
  seq: number;
}

/** A number in 0..1 after the other, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

export interface Deaths {
  kills: number;
  /** Messages that lay in flash when the power went. */
  inFlash: number;
  messages: number;
  repeats: number;
}

/** Kills the interpreter `kills` times. `given` is a broker of another kind than the project's. */
export async function sudden(espruino: string, kills: number, seed: number, given?: Pick<EmbeddedBroker, "address">): Promise<Deaths> {
  const random = randomFrom(seed);
  const broker = given ?? (await startBroker());
  const listener = await Listener.at(broker);
  const sensors = [{ name: "chip", kind: "temperature", every: 1000 }];
  const board = new LinuxEspruino(espruino);
  await flashed(() => board, { ...dingFor(broker), button: { debounce: 0 }, sensors, journal });
  const owed = new Set<string>();
  const deaths = { kills, inFlash: 0, messages: 0, repeats: 0 };
  for (let i = 0; i < kills; i++) {
    const life = { isOver: false };
    await board.powerOn();
    // Somewhere from the first press to the last receipt.
    const death = wait(100 + random() * 2500).then(async () => {
      life.isOver = true;
      await board.powerOff();
    });
    if (random() < 0.7) board.cutWifi();
    for (let p = 0; p < 20 && !life.isOver; p++) {
      press(board);
      await wait(20 + random() * 40);
      release(board);
      await wait(20 + random() * 40);
      if (p === 12) board.restoreWifi();
    }
    await death;
    const left = waitingIn(board.region());
    for (const text of left) owed.add(text);
    deaths.inFlash += left.length;
  }
  await board.powerOn();
  const heard = (): string[] => listener.on(sensor).map(({ text }) => text);
  await until(
    () => (waitingIn(board.region()).length === 0 && [...owed].every((text) => heard().includes(text))) || undefined,
    () => `what lay in flash (seed ${seed}), missing ${JSON.stringify([...owed].filter((text) => !heard().includes(text)))}`,
  );
  const told = heard().map((text) => ({ text, id: idOf(text) }));
  const firsts = told.filter(({ id }, i) => told.findIndex((other) => other.id === id) === i);
  // An id is one message, for ever; and nothing newer came before it.
  for (const { text, id } of told) expect(firsts.find((first) => first.id === id)?.text, `seed ${seed}`).toBe(text);
  expect(
    firsts.map(({ id }) => id),
    `seed ${seed}`,
  ).toEqual(firsts.map(({ id }) => id).toSorted((a, b) => a - b));
  deaths.messages = firsts.length;
  deaths.repeats = told.length - firsts.length;
  return deaths;
}

function idOf(text: string): number {
  const { boot, seq } = JSON.parse(text) as Told;
  return boot * 100000 + seq;
}
