/** The way from a node to its broker, of either board: it can die, fall silent, cut bytes apart or glue them together, and lead elsewhere. */
import { duplexPair, type Duplex } from "node:stream";
import type { Clock } from "../../board/virtual/index.ts";
import { OneWay, type Pace } from "./one-way.ts";

export type Accept = (stream: Duplex) => void;

/** How bytes pass, in each direction. */
export const paces = {
  whole: { every: 0, size: Infinity },
  bytes: { every: 0, size: 1 },
  /** What comes within half a second arrives in one piece. */
  glued: { every: 500, size: Infinity },
  /** 100 bytes a second. */
  slow: { every: 100, size: 10 },
  held: { every: Infinity, size: 0 },
} as const satisfies Record<string, Pace>;

interface Connection {
  node: Duplex;
  up: OneWay;
  down: OneWay;
}

export class Link {
  private readonly _connections = new Set<Connection>();
  private readonly _others = new Set<Duplex>();
  private _pace: Pace = paces.whole;
  private _accept: Accept | undefined;

  /**
   * @param _broker takes connections while nobody else does
   * @param _reset ends a connection as a TCP reset does
   */
  constructor(
    private readonly _broker: Accept,
    private readonly _clock: Clock,
    private readonly _reset: Accept,
  ) {}

  /** Takes a connection of the node. */
  accept(node: Duplex): void {
    if (this._accept) {
      this._others.add(node);
      node.once("close", () => this._others.delete(node));
      this._accept(node);
      return;
    }
    const [near, far] = duplexPair();
    this._broker(far);
    const connection = { node, up: new OneWay(node, near, this._clock, this._pace), down: new OneWay(near, node, this._clock, this._pace) };
    this._connections.add(connection);
    node.once("close", () => this._connections.delete(connection));
  }

  set pace(pace: Pace) {
    this._pace = pace;
    for (const { up, down } of this._connections) up.pace = down.pace = pace;
  }

  /** Somebody else takes connections from now on; undefined: the broker. Those that there are end. */
  lead(accept: Accept | undefined): void {
    this._accept = accept;
    this.closeAll();
  }

  /** Every connection is dead, and neither side is told. New ones are whole. */
  die(): void {
    for (const { up, down } of this._connections) {
      up.lose();
      down.lose();
    }
    this._connections.clear();
  }

  /** The node gets these bytes, as if they came from the broker. */
  inject(bytes: Buffer): void {
    for (const { down } of this._connections) down.push(bytes);
  }

  reset(): void {
    for (const { node } of this._connections) this._reset(node);
  }

  closeAll(): void {
    for (const { node } of this._connections) node.end();
    for (const node of this._others) node.end();
  }
}
