/** What can go wrong between a node and its broker, and how it begins and ends. */
import { paces, type Accept } from "./link.ts";
import type { Pace } from "./one-way.ts";
import type { VirtualWorld, World } from "./world.ts";

export interface Fault<W extends World = World> {
  /** Done before the board has power. */
  prepare?: (world: W) => unknown;
  begin?: (world: W) => unknown;
  /** Done each second while it lasts; `times` counts from 0. */
  again?: (world: W, times: number) => unknown;
  end?: (world: W) => unknown;
}

const control = "/kv6003/control/led/hall";

/** The link is dead, and neither side was told; a new connection would work. */
export const halfOpen: Fault = { begin: ({ link }) => link.die() };

export const reset: Fault = { begin: ({ link }) => link.reset() };

/** Once every five seconds. */
export const resets: Fault = {
  begin: ({ link }) => link.reset(),
  again({ link }, times) {
    if (times % 5 === 4) link.reset();
  },
};

/** Bytes pass at another pace; commands come meanwhile. */
export function paced(pace: Pace): Fault {
  return {
    begin(world) {
      world.link.pace = pace;
    },
    again: ({ publish }, times) => publish(control, times % 2 ? "off" : "on"),
    end(world) {
      world.link.pace = paces.whole;
    },
  };
}

/** Somebody else answers in the broker's place. */
export function replacedBy(accept: Accept): Fault {
  return { begin: ({ link }) => link.lead(accept), end: ({ link }) => link.lead(undefined) };
}

export const portClosed: Fault = { begin: (world) => world.listen(false), end: (world) => world.listen(true) };

export const connectionClosed: Fault = { begin: ({ link }) => link.closeAll() };

/** Commands, as fast as the broker hands them on. */
export function commands(count: number): Fault {
  return {
    begin({ publish }) {
      for (let i = 0; i < count; i++) publish(control, i % 2 ? "off" : "on");
    },
  };
}

/** The node gets these bytes, so many times, as if its broker had sent them. */
export function injected(bytes: readonly number[], times: number): Fault {
  return { begin: ({ link }) => link.inject(Buffer.concat(Array.from({ length: times }, () => Buffer.from(bytes)))) };
}

export const wifiAway: Fault = { begin: ({ board }) => board.cutWifi(), end: ({ board }) => board.restoreWifi() };

/** Away for three seconds, back for five. */
export const wifiFlaps: Fault = {
  begin: ({ board }) => board.cutWifi(),
  again({ board }, times) {
    if (times % 8 === 2) board.restoreWifi();
    if (times % 8 === 7) board.cutWifi();
  },
  end: ({ board }) => board.restoreWifi(),
};

/** The plug is pulled while there is no Wi-Fi. */
export const powerCut: Fault = {
  begin: ({ board }) => board.cutWifi(),
  async end({ board }) {
    await board.powerOff();
    await board.powerOn();
    board.restoreWifi();
  },
};

/** A look-up of the broker's name, or a connection to it, ends so. */
export function refusal(kind: "no DNS" | "no answer"): Fault<VirtualWorld> {
  return {
    begin({ network }) {
      network.failure = kind;
      network.closeAll();
    },
    end({ network }) {
      network.failure = undefined;
    },
  };
}

/** The chip's clock is set: seconds since 1970, one after the other, ten seconds apart. */
export function clockSet(...seconds: number[]): Fault<VirtualWorld> {
  return {
    again({ board }, times) {
      const to = seconds[times / 10];
      if (to !== undefined) board.setSystemTime(to + times);
    },
  };
}

/** Storage has been filled by somebody, so that the node has no room for its journal. */
export const storageFull: Fault<VirtualWorld> = {
  prepare: ({ board }) => board.put("photo", "x".repeat(board.flash.free() - 100)),
};
