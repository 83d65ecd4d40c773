/** One board as the pages see it: the levels of its pins, its serial port, and the state that it reports. */
import type { ProgrammableBoard } from "../../../board/shared/index.ts";
import { readBoot } from "../board-session/node-line.ts";
import { statusQuestion } from "../board-session/node-status.ts";
import type { FromSimulator } from "../page/protocol.ts";
import type { DeviceInfo } from "./device-info.ts";
import { NodeReport } from "./node-report.ts";
import type { PressTraces } from "./press-traces.ts";
import type { SimulatedNode } from "./simulated-node.ts";
import type { PinEvent } from "./simulation-event.ts";

export class PageNode {
  private readonly _node: SimulatedNode;
  private readonly _board: ProgrammableBoard | undefined;
  private readonly _send: (message: FromSimulator) => void;
  private readonly _traces: PressTraces;
  private readonly _report = new NodeReport();
  private readonly _pins = new Map<string, FromSimulator>();
  private _isAsked = false;
  /** The boot that its console last named. */
  private _boot: number | undefined;

  /** @param board undefined: it has no serial port and reports nothing by itself */
  constructor(node: SimulatedNode, board: ProgrammableBoard | undefined, info: DeviceInfo, send: (message: FromSimulator) => void, traces: PressTraces) {
    this._node = node;
    this._board = board;
    this._send = send;
    this._traces = traces;
    for (const { pin, activeLow } of info.buttons) this.pin({ kind: "input", node: node.name, pin, level: activeLow ? 1 : 0 });
    for (const { pin, activeLow } of info.outputs) this.pin({ kind: "output", node: node.name, pin, level: activeLow ? 1 : 0 });
    this._report.power(true);
    board?.onOutput((bytes) => send({ type: "serial", node: node.name, bytes }));
  }

  /** What a new page has to know of it. */
  get asItIs(): FromSimulator[] {
    return [...this._pins.values(), { type: "state", node: this._node.name, at: Date.now(), state: this._report.state }];
  }

  pin({ kind, node, pin, level }: PinEvent): void {
    const message: FromSimulator = { type: kind === "input" ? "input" : "pin", node, pin, level };
    this._pins.set(pin, message);
    this._send(message);
  }

  line(line: string): void {
    const boot = readBoot(line);
    if (boot !== undefined) this._started(boot);
    this._change(() => this._report.line(line, Date.now()));
  }

  power(on: boolean): void {
    this._change(() => this._report.power(on));
  }

  /** Asks the node for its status, unless the last question is still open. */
  async askStatus(): Promise<void> {
    if (!this._board || this._isAsked || !this._node.isPowered) return;
    this._isAsked = true;
    const boot = this._boot;
    // A board that restarts, hangs or is in safe mode has no answer.
    const answer = await this._board.eval(statusQuestion).catch(() => "");
    this._isAsked = false;
    this._answered(answer, boot, Date.now());
  }

  /** Right to a fraction of a second: the node's first line comes just after its start. */
  private _started(boot: number): void {
    this._boot = boot;
    this._traces.runs(this._node.name, boot, 0, Date.now());
  }

  /** @param boot the one that was asked */
  private _answered(answer: string, boot: number | undefined, now: number): void {
    if (!this._node.isPowered) return;
    this._change(() => {
      const up = this._report.status(answer, now);
      if (up !== undefined && boot !== undefined && boot === this._boot) this._traces.runs(this._node.name, boot, up, now);
    });
  }

  /** Tells the pages if the state is another afterwards. */
  private _change(act: () => void): void {
    const before = JSON.stringify(this._report.state);
    act();
    const { state } = this._report;
    if (JSON.stringify(state) !== before) this._send({ type: "state", node: this._node.name, at: Date.now(), state });
  }
}
