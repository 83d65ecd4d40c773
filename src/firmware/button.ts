/**
 * What kind of press: edges in, events out. Every decision is made from the edges' own times, so that a blocked
 * interpreter, which hears of them late, tells a click from a long press all the same.
 */
import { up } from "./clock.ts";

export type ButtonEvent = "press" | "release" | "click" | "double" | "long";

export interface ButtonConfig {
  /** ms */
  debounce: number;
  /** ms held until a press is a long one. */
  long: number;
  /** ms from a release within which the next press makes a double. */
  double: number;
  events: string[];
}

/** Gets an event, when it happened (ms of `up`), and for a release how long the button was held (ms). */
export type ButtonListener = (event: ButtonEvent, at: number, held?: number) => void;

/** What a timer is for. */
const enum Turn {
  /** The contact has been steady. */
  Steady,
  /** Edges that queued up while the interpreter was busy come in this round, but behind this timer: one more round. */
  Settle,
  /** Still pressed is long, no second press is a click. */
  Decide,
}

let listener: ButtonListener;
let events = ""; // the wanted ones
let longAfter = 0;
let doubleWithin = 0;
let pressedAt = -1; // ms of `up`; -1: not pressed
let isLong = 0; // 0 or 1, here and below: a boolean takes another JsVar
let clickAt = -1; // the release of a click that may yet become a double; -1: none
let timer = 0;
let debounce = 0; // ms
let bouncePressed = 0; // what the contact did last, and when; it counts once it has been steady
let bounceAt = 0;
let bounceTimer = 0;

export function setUpButton(config: ButtonConfig, emit: ButtonListener): void {
  listener = emit;
  events = config.events.join();
  longAfter = config.long;
  doubleWithin = config.double;
  debounce = config.debounce;
}

function tell(event: ButtonEvent, at: number, held?: number): void {
  if (events.indexOf(event) >= 0) listener(event, at, held);
}

function endClick(): void {
  if (clickAt >= 0) tell("click", clickAt);
  clickAt = -1;
}

function beLong(): void {
  isLong = 1;
  endClick();
  tell("long", pressedAt + longAfter);
}

/** Takes a debounced edge: pressed or not, and when it happened (ms of `up`). See `contact`. */
export function edge(pressed: boolean, at: number): void {
  if (pressed === pressedAt >= 0) return; // a bounce, or the release of a press from before the boot
  if (timer) clearTimeout(timer);
  timer = 0;
  let until = at + longAfter;
  if (pressed) {
    pressedAt = at;
    isLong = 0;
    if (clickAt >= 0 && at - clickAt > doubleWithin) endClick();
    tell("press", at);
  } else {
    const held = at - pressedAt;
    if (held >= longAfter && !isLong) beLong();
    pressedAt = -1;
    tell("release", at, held);
    if (isLong) return;
    if (clickAt >= 0) {
      clickAt = -1;
      tell("double", at);
      return;
    }
    clickAt = at;
    if (events.indexOf("double") < 0) {
      endClick();
      return;
    }
    until = at + doubleWithin;
  }
  // An edge that happened so long ago has been heard of, debounced and all.
  timer = setTimeout(turn, Math.max(until + debounce + 20 - up(), 1), Turn.Settle);
}

function take(what: Turn): void {
  if (what === Turn.Steady) {
    bounceTimer = 0;
    edge(bouncePressed > 0, bounceAt);
  } else if (what === Turn.Settle) {
    timer = setTimeout(turn, 1, Turn.Decide);
  } else {
    timer = 0;
    if (pressedAt >= 0) beLong();
    else endClick();
  }
}

/** What decides, in RAM only while it does; `contact` alone must be quick. */
export function button(): { edge: typeof edge; take: typeof take } {
  "on demand";
  return { edge: edge, take: take };
}

function turn(what: Turn): void {
  button().take(what);
}

/**
 * Takes an edge as the contact makes it, bounces and all, with its moment (ms of the wall clock). setWatch's own debounce
 * would lose a press that begins and ends while the interpreter is blocked: it waits by a timer, and forgets an edge that
 * the next one takes back.
 */
export function contact(pressed: boolean, wall: number): void {
  const at = up(wall);
  if (bounceTimer) {
    clearTimeout(bounceTimer);
    if (at - bounceAt >= debounce) button().edge(bouncePressed > 0, bounceAt);
  }
  bouncePressed = +pressed;
  bounceAt = at;
  bounceTimer = setTimeout(turn, Math.max(at + debounce - up(), 1), Turn.Steady);
}
