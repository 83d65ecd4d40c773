/**
 * The way of each press, from the pin to the receipt. What happens inside the node cannot be seen from outside: when it took
 * the contact as pressed is computed from its message, and the message counts as queued at that moment, since the node queues
 * it in the same turn.
 */
import type { ButtonConfig } from "../../firmware/button.ts";
import type { NumberedMessage } from "../mqtt/numbered-message.ts";
import type { PressTrace, Stage } from "../page/protocol.ts";

/** Traces that are kept. */
const mostTraces = 50;
/** How much later than its message's time an edge may seem, since the node's start is only known about, ms. */
const inexactness = 300;
/** ms within which a message that fits no press by its time is taken for that of a press just before it. */
const recently = 1000;

export class PressTraces {
  /** The latest, oldest first. */
  readonly traces: PressTrace[] = [];
  private readonly _buttons: readonly Pick<ButtonConfig, "name" | "debounce">[];
  private readonly _onTrace: (trace: PressTrace) => void;
  /** When each node started, ms since 1970. */
  private readonly _starts = new Map<string, number>();
  private _presses = 0;

  /**
   * @param buttons of each node
   * @param onTrace called whenever a press gets further
   */
  constructor(buttons: readonly Pick<ButtonConfig, "name" | "debounce">[], onTrace: (trace: PressTrace) => void) {
    this._buttons = buttons;
    this._onTrace = onTrace;
  }

  /** A finger came down on the button of this name. */
  pressed(node: string, button: string, at: number): void {
    const trace: PressTrace = { node, button, press: ++this._presses, boot: undefined, seq: undefined, at: { pin: at } };
    this.traces.push(trace);
    if (this.traces.length > mostTraces) this.traces.shift();
    this._onTrace(trace);
  }

  /** The button's last press was shorter than the debounce. */
  tooShort(node: string, button: string): void {
    const trace = this.traces.findLast((each) => each.node === node && each.button === button);
    if (trace === undefined || trace.seq !== undefined) return;
    trace.tooShort = true;
    this._onTrace(trace);
  }

  /** The node runs for so long at this moment. @param up ms */
  runs(node: string, up: number, at: number): void {
    this._starts.set(node, at - up);
  }

  /** A message has reached a station. Messages that belong to no press are ignored. */
  reached(stage: Stage, message: NumberedMessage, at: number): void {
    if (message.event === undefined) return;
    const trace = this._known(message) ?? this._begun(message, at);
    // A message that is sent again has reached its stations before.
    if (trace === undefined || trace.at[stage] !== undefined) return;
    trace.at[stage] = at;
    this._onTrace(trace);
  }

  private _known({ node, boot, seq }: NumberedMessage): PressTrace | undefined {
    return this.traces.find((trace) => trace.node === node && trace.boot === boot && trace.seq === seq);
  }

  /** The press whose first message this is. */
  private _begun({ node, boot, seq, up, button = "" }: NumberedMessage, at: number): PressTrace | undefined {
    const start = this._starts.get(node);
    const edgeAt = start === undefined || typeof up !== "number" ? at : start + up;
    const distance = (trace: PressTrace): number => Math.abs((trace.at.pin ?? 0) - edgeAt);
    const open = this.traces.filter((trace) => trace.node === node && trace.button === button && trace.seq === undefined);
    const earlier = open.filter(({ at: { pin = 0 } }) => pin <= edgeAt + inexactness);
    // A board that this computer has kept waiting is behind its own clock.
    const possible = earlier.length > 0 ? earlier : open.filter(({ at: { pin = 0 } }) => pin <= at && at - pin <= recently);
    // One that seemed too short was long enough after all if no other can be meant.
    const [trace] = possible.sort((a, b) => Number(a.tooShort === true) - Number(b.tooShort === true) || distance(a) - distance(b));
    if (trace === undefined) return undefined;
    delete trace.tooShort;
    trace.boot = boot;
    trace.seq = seq;
    const debounce = this._buttons.find(({ name }) => name === button)?.debounce ?? 0;
    const accepted = Math.min(at, Math.max(trace.at.pin ?? 0, edgeAt) + debounce);
    trace.at.message = trace.at.outbox = accepted;
    return trace;
  }
}
