/** An update over MQTT on the virtual board, with the link lost at each packet, and with pieces that are not what they should be. */
import { duplexPair, type Duplex } from "node:stream";
import { beforeAll, expect, it } from "vitest";
import { seededRandom } from "../../src/tools/random/seeded-random.ts";
import { desk, type Desk } from "../node/desk.ts";
import { announcementOf, nodeOf, pass, pieceAt, pieceSize, send, stateOf, withKey } from "../node/updates.ts";
import { buildFirst } from "../support/dist.ts";

beforeAll(...buildFirst);

async function boot(): Promise<Desk> {
  const world = await desk(withKey);
  await world.board.powerOn();
  await pass(world, 2000);
  return world;
}

const starts = ({ lines }: Desk): string[] => lines.flatMap((line) => /^ding (\d\.\d\.\d): hall/.exec(line)?.[1] ?? []);

/** All packets of node and broker go through here; `loses` ends the connection with those that it names, before they arrive. */
function watchPackets({ handle, replaceBroker }: Desk, loses: (packet: number) => boolean): () => number {
  let packets = 0;
  replaceBroker((node) => {
    const [near, far] = duplexPair();
    handle(far);
    const passOn = (from: Duplex, to: Duplex): void => {
      from.on("data", (bytes: Buffer) => {
        packets++;
        if (loses(packets)) {
          node.end();
          near.end();
        } else if (to.writable) to.write(bytes);
      });
      from.on("error", () => undefined);
      from.on("end", () => to.end());
    };
    passOn(node, near);
    passOn(near, node);
  });
  return () => packets;
}

/** An update through a link that loses the packets named. Returns how many packets it took. */
async function updateThrough(loses: (packet: number) => boolean, where: string): Promise<number> {
  const world = await boot();
  const packets = watchPackets(world, loses);
  await pass(world, 1000);
  const file = await nodeOf("1.1.0");
  const last = await send(world, file, announcementOf(file, "1.1.0"));
  const taken = packets();
  expect(last, where).toMatchObject({ state: "starting" });
  await pass(world, 5000);
  await pass(world, 65_000, 1000);
  expect(stateOf(world), where).toMatchObject({ version: "1.1.0", state: "current" });
  expect(starts(world), where).toEqual(["1.0.0", "1.1.0"]);
  await world.end();
  return taken;
}

it("arrives, whichever packet the link is lost with", { timeout: 600_000 }, async () => {
  const packets = await updateThrough(() => false, "no loss");
  for (let lost = 1; lost <= packets; lost++) await updateThrough((packet) => packet === lost, `packet ${lost}`);
  console.log(`the link was lost with each of ${packets} packets of an update`);
  expect(packets).toBeGreaterThan(60);
});

it("never starts a wrong byte: 200 updates with pieces swapped, cut, repeated, of another version, with bits flipped", { timeout: 600_000 }, async () => {
  const file = await nodeOf("1.1.0");
  const other = await nodeOf("1.2.0");
  let mutated = 0;
  let failed = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const random = seededRandom(seed);
    const below = (limit: number): number => Math.floor(random() * limit);
    const mutations: ((offset: number) => string)[] = [
      (offset) => `${offset}\n${pieceAt(file, offset + pieceSize).replace(/^\d+\n/, "")}`,
      (offset) => pieceAt(file, offset, below(pieceSize)),
      (offset) => pieceAt(file, Math.max(0, offset - pieceSize)),
      (offset) => pieceAt(other, offset),
      (offset) => `${offset + below(100)}\n${file.slice(offset, offset + pieceSize)}`,
      (offset) => {
        const piece = pieceAt(file, offset);
        const at = below(piece.length);
        return piece.slice(0, at) + String.fromCharCode(piece.charCodeAt(at) ^ (1 << below(7))) + piece.slice(at + 1);
      },
    ];
    const rate = random() * 0.2;
    const piece = (offset: number): string => {
      if (random() >= rate) return pieceAt(file, offset);
      mutated++;
      return mutations[below(mutations.length)]?.(offset) ?? "";
    };
    const world = await boot();
    const last = await send(world, file, announcementOf(file, "1.1.0"), piece);
    if (last?.state === "starting") expect(world.board.flash.read("ding2.js"), `seed ${seed}`).toBe(file);
    else failed++;
    await pass(world, 3000);
    expect(starts(world), `seed ${seed}: ${JSON.stringify(last)}`).toEqual(last?.state === "starting" ? ["1.0.0", "1.1.0"] : ["1.0.0"]);
    if (last?.state !== "starting") expect(await send(world, file, announcementOf(file, "1.1.0")), `seed ${seed}`).toMatchObject({ state: "starting" });
    await world.end();
  }
  console.log(`${mutated} pieces were mutated in 200 updates: ${failed} of these failed, and none started what was not announced`);
  expect(failed).toBeGreaterThan(50);
});
