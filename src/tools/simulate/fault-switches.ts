/** The switches for what stands between the boards and their broker: Wi-Fi, broker, slow and silent links, plugs. */
import { UserError } from "../command-line/user-error.ts";
import type { Faults } from "../page/protocol.ts";
import type { SimulatedNode } from "./simulated-node.ts";
import type { SimulationEvent } from "./simulation-event.ts";

/** The broker that goes with the simulator, and can be taken away. */
export interface OwnBroker {
  readonly running: boolean;
  stop(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export class FaultSwitches {
  private readonly _nodes: readonly SimulatedNode[];
  private readonly _broker: OwnBroker | undefined;
  private readonly _emit: (event: SimulationEvent) => void;
  private _wifi = true;
  private _bytesPerSecond: number | undefined;
  private _isSilent = false;
  private _isClosed = false;
  private _last: Promise<void> = Promise.resolve();

  /**
   * @param broker undefined: it is somebody else's
   * @param emit gets each change
   */
  constructor(nodes: readonly SimulatedNode[], broker: OwnBroker | undefined, emit: (event: SimulationEvent) => void) {
    this._nodes = nodes;
    this._broker = broker;
    this._emit = emit;
  }

  /** All but the broker, which may be somebody else's. */
  get state(): Omit<Faults, "broker"> {
    const unplugged = this._nodes.filter((node) => !node.isPowered).map(({ name }) => name);
    return { wifi: this._wifi, bytesPerSecond: this._bytesPerSecond, silent: this._isSilent, unplugged };
  }

  /** Whether every link is whole and as fast as it goes. */
  get areLinksWhole(): boolean {
    return this._wifi && !this._isSilent && this._bytesPerSecond === undefined;
  }

  /** Broker and plugs stay as they are from now on; resolves when what takes time is done. */
  async close(): Promise<void> {
    this._isClosed = true;
    await this._last;
  }

  setWifi(up: boolean): void {
    if (up === this._wifi) return;
    this._wifi = up;
    for (const { board } of this._nodes) {
      if (up) board.restoreWifi();
      else board.cutWifi();
    }
    this._emit({ kind: "wifi", up });
  }

  /** Stops our broker, or starts it again. @throws {UserError} when the broker is somebody else's */
  setBroker(up: boolean): Promise<void> {
    return this._inTurn(() => this._switchBroker(up));
  }

  /** @throws {UserError} when the broker is somebody else's */
  toggleBroker(): Promise<void> {
    return this._inTurn(() => this._switchBroker(!this._broker?.running));
  }

  /**
   * @param bytesPerSecond in each direction; undefined: as fast as it goes
   * @throws {UserError} where links cannot be shaped
   */
  setSlow(bytesPerSecond: number | undefined): void {
    const links = this._links();
    if (bytesPerSecond === this._bytesPerSecond) return;
    this._bytesPerSecond = bytesPerSecond;
    for (const link of links) link.bytesPerSecond = bytesPerSecond;
    this._emit({ kind: "slow", bytesPerSecond });
  }

  /** Nothing arrives, nothing closes. @throws {UserError} where links cannot be shaped */
  setSilent(silent: boolean): void {
    const links = this._links();
    if (silent === this._isSilent) return;
    this._isSilent = silent;
    for (const link of links) link.silent = silent;
    this._emit({ kind: "silent", silent });
  }

  /** Pulls a board's plug, or puts it in again. */
  setPower(node: SimulatedNode, on: boolean): Promise<void> {
    return this._inTurn(async () => {
      if (on === node.isPowered) return;
      await (on ? node.plugIn() : node.unplug());
      // The real interpreter forgets with its power what the air was like.
      if (on && !this._wifi) node.board.cutWifi();
      this._emit({ kind: "power", node: node.name, on });
    });
  }

  /** Ends every fault. */
  async putRight(): Promise<void> {
    this.setWifi(true);
    if (this._bytesPerSecond !== undefined) this.setSlow(undefined);
    if (this._isSilent) this.setSilent(false);
    if (this._broker !== undefined) await this.setBroker(true);
    for (const node of this._nodes) await this.setPower(node, true);
  }

  private _links(): { bytesPerSecond: number | undefined; silent: boolean }[] {
    return this._nodes.map(({ link }) => {
      if (link !== undefined) return link;
      throw new UserError("the links of the real interpreter cannot be slow or silent: npm start without --engine espruino has boards whose links can");
    });
  }

  /** Hasty switching of broker and plugs happens one after the other. */
  private _inTurn(act: () => Promise<void>): Promise<void> {
    if (this._isClosed) return this._last;
    const done = this._last.then(act);
    this._last = done.catch(() => undefined);
    return done;
  }

  private async _switchBroker(up: boolean): Promise<void> {
    const broker = this._broker;
    if (broker === undefined) throw new UserError("a broker given with --broker cannot be stopped from here");
    if (up === broker.running) return;
    await (up ? broker.restart() : broker.stop());
    this._emit({ kind: "broker", up: broker.running });
  }
}
