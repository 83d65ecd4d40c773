/**
 * What kind of press: edges in, events out. Every decision is made from the edges' own times, so that a blocked
 * interpreter, which hears of them late, tells a click from a long press all the same.
 */
import type { Edge, Output } from "../../board/board.ts";
import { watchButton } from "../../board/esp32.ts";
import { up } from "./clock.ts";
import { Priority, sendSensor } from "./messages.ts";

export interface ButtonConfig extends Output {
  /** ms */
  debounce: number;
  /** ms held until a press is a long one. */
  long: number;
  /** ms from a release within which the next press makes a double. */
  double: number;
  /** Which to send: press, release, click, double, long. */
  events: string[];
}

/** How often `turn` has been called for a decision. */
const enum Round {
  /** Edges that queued up while the interpreter was busy come in this round, but behind its timers: one more round. */
  First,
  Last,
}

let events = ""; // the wanted ones
let longAfter = 0;
let clickAfter = 0; // ms from a release: a press that comes now makes no double any more
let debounce = 0; // ms
let level: boolean; // while pressed
let pressed = 0; // what the contact did last, and when; it counts once it has been steady. 0 or 1: a boolean takes another JsVar
let since = 0;
let pressedAt = -1; // ms of `up`; -1: not pressed
let isLong = 0;
let clickAt = -1; // the release of a click that may yet become a double; -1: none
let timer = 0;

export function setUpButton(config: ButtonConfig): void {
  events = config.events.join();
  longAfter = config.long;
  clickAfter = events.indexOf("double") < 0 ? 0 : config.double + 1;
  debounce = config.debounce;
  level = watchButton(config, contact);
}

/**
 * Takes the contact as it has become, if `until` is left out; and goes on. Else nothing had happened yet at that
 * moment (ms of `up`), and a press may be a long one, a click certain.
 */
function turn(round?: Round, until?: number): void {
  function tell(event: string, at: number, held?: number): void {
    if (events.indexOf(event) < 0) return;
    sendSensor('"type":"button","event":"' + event + (held! >= 0 ? '","held":' + held : '"'), at, Priority.Button);
  }

  /** Still pressed is long, no second press is a click. */
  function decide(now: number): void {
    if (pressedAt < 0 ? now - clickAt < clickAfter : isLong || now - pressedAt < longAfter) return;
    if (clickAt >= 0) tell("click", clickAt);
    clickAt = -1;
    if (pressedAt < 0) return;
    isLong = 1;
    tell("long", pressedAt + longAfter);
  }

  timer = 0;
  if (until !== undefined) {
    if (round) decide(until);
    else timer = setTimeout(turn, 1, Round.Last, until);
    return;
  }
  // Neither a bounce, nor the release of a press from before the boot.
  if (pressed !== +(pressedAt >= 0)) {
    decide(since);
    if (pressed) {
      pressedAt = since;
      isLong = 0;
      tell("press", since);
    } else {
      const held = since - pressedAt;
      pressedAt = -1;
      tell("release", since, held);
      if (clickAt >= 0) tell("double", since);
      clickAt = clickAt < 0 && !isLong ? since : -1;
      decide(since);
    }
  }
  // An edge that happened so long ago will have been heard of by then, debounced and all.
  until = pressedAt < 0 ? clickAt + clickAfter : pressedAt + longAfter;
  if (!round) timer = setTimeout(turn, Math.max(until + debounce + 20 - up(), 1), Round.First, until);
}

/**
 * Takes an edge as the contact makes it, bounces and all. setWatch's own debounce would lose a press that begins and ends
 * while the interpreter is blocked: it waits by a timer, and forgets an edge that the next one takes back.
 */
function contact(edge: Edge): void {
  const at = up(edge.time * 1000);
  if (timer) clearTimeout(timer);
  if (at - since >= debounce) turn(Round.Last); // it was steady until now
  pressed = +(edge.state === level);
  since = at;
  timer = setTimeout(turn, Math.max(at + debounce - up(), 1));
}

/** A press and a release at once, as if the button made them. */
export function press(): void {
  since = up();
  pressed = 1;
  turn(Round.Last);
  pressed = 0;
  turn();
}
