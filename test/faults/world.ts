/** A node, its broker and the link between them, on either board: what a case of the fault suite is played in. */
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import type { MemoryNetwork, VirtualEsp32 } from "../../board/virtual/index.ts";
import type { OwnBroker } from "../node/own-broker.ts";
import type { Link } from "./link.ts";

export interface Line {
  /** s */
  at: number;
  text: string;
}

export interface World extends Pick<OwnBroker, "told" | "publish"> {
  readonly board: ProgrammableBoard;
  readonly link: Link;
  /** What the board's console has said. */
  readonly lines: readonly Line[];
  /** s, of the board's clock */
  now: () => number;
  pass: (seconds: number) => Promise<void>;
  /** Lets time pass until the condition holds. Returns false when it does not within so many seconds. */
  until: (condition: () => boolean, seconds: number) => Promise<boolean>;
  /** Presses the button, and lets go. */
  press: () => Promise<void>;
  /** Opens the broker's port, or closes it, with all connections. */
  listen: (isOpen: boolean) => Promise<void>;
}

/** The virtual ESP32 has more that can break. */
export interface VirtualWorld extends World {
  readonly board: VirtualEsp32;
  readonly network: MemoryNetwork;
}
