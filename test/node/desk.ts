/** The built node on the virtual ESP32 with a broker in memory and a clock that moves when told to: hours pass in an instant. */
import type { Duplex } from "node:stream";
import { expect, onTestFinished } from "vitest";
import { release } from "../../board/shared/index.ts";
import { Flash, ManualClock, MemoryNetwork, VirtualEsp32 } from "../../board/virtual/index.ts";
import { builtDist } from "../support/dist.ts";
import { ownBroker, type OwnBroker } from "./own-broker.ts";

export interface Desk extends Pick<OwnBroker, "told" | "publish" | "handle"> {
  board: VirtualEsp32;
  clock: ManualClock;
  network: MemoryNetwork;
  lines: string[];
  /** The broker answers at another address, too. The function returned stops that. */
  serveBrokerAt: (host: string, port: number) => () => void;
  /** Another program answers in the broker's place from now on. The function returned puts the broker back. */
  replaceBroker: (accept: (stream: Duplex) => void) => () => void;
  /** Ends it all before the test does. */
  end: () => Promise<void>;
}

/** A node and its broker in memory, with a clock that moves when told to. The node's button is up, its power off. `dist` is another build than the project's. */
export async function desk(
  ding: object = {},
  flash = new Flash(),
  dist?: string,
  world: { network?: MemoryNetwork; random?: () => number; hangLimit?: number } = {},
): Promise<Desk> {
  const clock = new ManualClock();
  const { network = new MemoryNetwork(), random = Math.random, ...options } = world;
  const { handle, publish, told, close } = await ownBroker();
  const serve = (accept: (stream: Duplex) => void): void => {
    network.closeAll();
    network.serve("broker", 1883, accept);
  };
  const serveBroker = (): void => serve(handle);
  serveBroker();
  const board = new VirtualEsp32({ clock, network, flash, random, ...options });
  const end = async (): Promise<void> => {
    await board.discard();
    await close();
  };
  onTestFinished(end);
  const lines: string[] = [];
  board.onLine((line) => lines.push(line));
  board.install(dist ?? (await builtDist()), { node: "hall", wifi: { ssid: "virtual" }, mqtt: { host: "broker" }, sensors: [], ...ding });
  release(board);
  const replaceBroker: Desk["replaceBroker"] = (accept) => {
    serve(accept);
    return serveBroker;
  };
  const serveBrokerAt: Desk["serveBrokerAt"] = (host, port) => network.serve(host, port, handle);
  return {
    board,
    clock,
    network,
    lines,
    handle,
    publish,
    told,
    serveBrokerAt,
    replaceBroker,
    end,
  };
}

export async function running(ding?: object): Promise<Desk> {
  const all = await desk(ding);
  await all.board.powerOn();
  await all.clock.advance(1500);
  expect(all.lines).toContain("mqtt: connected as hall");
  return all;
}
