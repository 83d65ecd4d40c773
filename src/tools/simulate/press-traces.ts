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
  /** When each boot of a node started, ms since 1970. */
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

  /** The node has been running for so long at this moment. @param boot its boot's number @param up ms */
  runs(node: string, boot: number, up: number, at: number): void {
    this._starts.set(bootName(node, boot), at - up);
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
  private _begun(message: NumberedMessage, at: number): PressTrace | undefined {
    const { node, boot, seq, button = "" } = message;
    const edgeAt = this._edgeAt(message);
    const open = this.traces.filter((trace) => trace.node === node && trace.button === button && trace.seq === undefined);
    const trace = edgeAt === undefined ? oldest(open) : nearest(open, edgeAt, at);
    if (trace === undefined) return undefined;
    delete trace.tooShort;
    trace.boot = boot;
    trace.seq = seq;
    const debounce = this._buttons.find(({ name }) => name === button)?.debounce ?? 0;
    const accepted = Math.min(at, Math.max(pinOf(trace), edgeAt ?? 0) + debounce);
    trace.at.message = trace.at.outbox = accepted;
    return trace;
  }

  /** When the press of a message began; undefined where the start of the message's boot is not known. */
  private _edgeAt({ node, boot, up }: NumberedMessage): number | undefined {
    const start = this._starts.get(bootName(node, boot));
    return start === undefined || typeof up !== "number" ? undefined : start + up;
  }
}

function bootName(node: string, boot: number): string {
  return `${node} ${boot}`;
}

function pinOf({ at: { pin = 0 } }: PressTrace): number {
  return pin;
}

/** Messages keep the order of their presses. One that seemed too short was long enough after all if no other can be meant. */
function oldest(open: readonly PressTrace[]): PressTrace | undefined {
  return open.find(({ tooShort }) => tooShort !== true) ?? open[0];
}

/** The press whose edge is closest to the time in the message. One that seemed too short is the last choice here as well. */
function nearest(open: readonly PressTrace[], edgeAt: number, at: number): PressTrace | undefined {
  const distance = (trace: PressTrace): number => Math.abs(pinOf(trace) - edgeAt);
  const earlier = open.filter((trace) => pinOf(trace) <= edgeAt + inexactness);
  // A board that this computer has kept waiting is behind its own clock.
  const possible = earlier.length > 0 ? earlier : open.filter((trace) => pinOf(trace) <= at && at - pinOf(trace) <= recently);
  const [trace] = possible.sort((a, b) => Number(a.tooShort === true) - Number(b.tooShort === true) || distance(a) - distance(b));
  return trace;
}
