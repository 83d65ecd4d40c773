/**
 * What kind of press: edges in, events out. Every decision is made from the edges' own times, so that a blocked
 * interpreter, which hears of them late, tells a click from a long press all the same.
 */
import type { Edge, Output } from "../../board/board.ts";
import { watchButton } from "../../board/esp32.ts";
import { up } from "./clock.ts";
import { sendSensor } from "./messages.ts";
import { Priority } from "./priority.ts";

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

/** What to look at; left out, the contact has been steady. */
const enum Turn {
  /** It had been steady, and moves again: another call follows. */
  Steady = 1,
  /** A decision is due, but edges that queued up while the interpreter was busy come behind its timers: one more round. */
  Settle,
  Decide,
}

let events: string; // the wanted ones
let longAfter: number;
let clickAfter: number; // ms from a release: a press that comes now makes no double any more
let debounce: number; // ms
let level: boolean; // while pressed
let pressed = false; // what the contact did last, and when; it counts once it has been steady
let since = 0;
let pressedAt = 0; // ms of `up`; 0: not pressed
let due = 0; // ms of `up`: when it is a long press, or certain to be but a click; 0: that has been told
let clickAt = 0; // the release of a click that may yet become a double; 0: none
let timer = 0;

export function setUpButton(whole: { button: ButtonConfig }): void {
  const config = whole.button;
  events = config.events.join();
  longAfter = config.long;
  clickAfter = events.indexOf("double") < 0 ? 0 : config.double + 1;
  debounce = config.debounce;
  level = watchButton(config, contact);
}

/** Takes the contact as it has become, or as it has stayed. */
function turn(what?: Turn): void {
  function tell(event: string, at: number, held?: number): void {
    if (events.indexOf(event) < 0) return;
    sendSensor('"type":"button","event":"' + event + (held! >= 0 ? '","held":' + held : '"'), at, Priority.Button);
  }

  /** Still pressed is long, no second press is a click. */
  function decide(now: number): void {
    if (!due || now < due) return;
    due = 0;
    if (clickAt) tell("click", clickAt);
    clickAt = 0;
    if (pressedAt) tell("long", pressedAt + longAfter);
  }

  timer = 0;
  if (what === Turn.Settle) {
    timer = setTimeout(turn, 1, Turn.Decide);
  } else if (what === Turn.Decide) {
    decide(due);
  } else {
    // Neither a bounce, nor the release of a press from before the boot.
    if (pressed === !pressedAt) {
      decide(since);
      if (pressed) {
        pressedAt = since;
        due = since + longAfter;
        tell("press", since);
      } else {
        const held = since - pressedAt;
        pressedAt = 0;
        tell("release", since, held);
        if (clickAt) tell("double", since);
        clickAt = due && !clickAt ? since : 0;
        due = clickAt && since + clickAfter;
        decide(since);
      }
    }
    // An edge that happened so long ago will have been heard of by then, debounced and all.
    if (!what && due) timer = setTimeout(turn, due + debounce + 20 - up(), Turn.Settle);
  }
}

/**
 * Takes an edge as the contact makes it, bounces and all. setWatch's own debounce would lose a press that begins and ends
 * while the interpreter is blocked: it waits by a timer, and forgets an edge that the next one takes back.
 */
function contact(edge: Edge): void {
  const at = up(edge.time * 1000);
  clearTimeout(timer);
  if (at - since >= debounce) turn(Turn.Steady);
  pressed = edge.state === level;
  since = at;
  timer = setTimeout(turn, at + debounce - up());
}

/** A press and a release at once, as if the button made them. */
export function press(): void {
  clearTimeout(timer);
  since = up();
  pressed = true;
  turn(Turn.Steady);
  pressed = false;
  turn();
}
