/**
 * A button: edges in, events out. Every decision is made from the edges' own times, so that a blocked interpreter, which
 * hears of them late, tells a click from a long press all the same. setWatch's own debounce would lose a press that begins
 * and ends while the interpreter is blocked: it waits by a timer, and forgets an edge that the next one takes back.
 */
import type { Contact, WatchContact } from "../../board/board.ts";
import { up, upAt } from "./clock.ts";

export type ButtonEvent = "press" | "release" | "click" | "double" | "long";

export interface ButtonConfig extends Contact {
  /** ms that the contact must be steady. */
  debounce: number;
  /** ms held until a press is a long one. */
  long: number;
  /** ms from a release within which the next press makes a double. */
  double: number;
  /** Which to send. */
  events: ButtonEvent[];
}

/** An event of a button, and when it happened, in ms of `up`; a release brings how long it was held, ms. */
export type OnButtonEvent = (event: ButtonEvent, at: number, held?: number) => void;

const enum Gesture {
  None,
  /** Held since power-on: nobody's. */
  Held,
  /** Pressed, and not yet a long press. */
  Pressed,
  /** Pressed again soon after a click: the release makes it a double. */
  PressedAgain,
  /** A long press that has been told. */
  Long,
  /** Released: a click, unless a second press makes it a double. */
  Clicked,
}

/** Fields that begin with `_` are for this file alone; the build makes short names of them. */
export interface Button {
  _config: ButtonConfig;
  _onEvent: OnButtonEvent;
  /** Reads the contact. */
  _isClosed: () => boolean;
  /** What the contact became at its last edge, and when (ms of `up`): it counts once it has been steady. */
  _movedTo: boolean;
  _movedAt: number;
  _gesture: Gesture;
  _pressedAt: number;
  _clickedAt: number;
  /** ms of `up`: when the gesture becomes something else by itself; 0 for never. */
  _deadline: number;
  /** 0: none is set. */
  _timer: number;
}

/** ms that an edge may take to be heard of when the interpreter is busy, beside the debounce. */
const slack = 20;

export function createButton(watchContact: WatchContact, config: ButtonConfig, onEvent: OnButtonEvent): Button {
  const button: Button = {
    _config: config,
    _onEvent: onEvent,
    _isClosed: watchContact(config, function (isClosed, time) {
      onEdge(button, isClosed, upAt(time));
    }),
    _movedTo: false,
    _movedAt: 0,
    _gesture: Gesture.None,
    _pressedAt: 0,
    _clickedAt: 0,
    _deadline: 0,
    _timer: 0,
  };
  if (button._isClosed()) {
    button._movedTo = true;
    button._gesture = Gesture.Held;
  }
  return button;
}

/** A press and a release at once, as if a hand made them. */
export function pressByHand(button: Button): void {
  stopTimer(button);
  button._movedAt = up();
  button._movedTo = true;
  takeSteady(button);
  button._movedTo = false;
  takeSteady(button);
  awaitDeadline(button);
}

/** A timer's number is given to another as soon as it is free: one that is over must not be stopped. */
function stopTimer(button: Button): void {
  clearTimeout(button._timer);
  button._timer = 0;
}

/** The contact moved at `at`, bounces and all. */
function onEdge(button: Button, isClosed: boolean, at: number): void {
  stopTimer(button);
  if (at - button._movedAt >= button._config.debounce) {
    takeSteady(button);
    // Closed again: the release between got lost. Open again may be a spike on the wire, over before the chip looked.
    if (isClosed && button._movedTo && at - button._movedAt >= slack) takeLostEdge(button, at);
  }
  button._movedTo = isClosed;
  button._movedAt = at;
  button._timer = setTimeout(settle, at + button._config.debounce - up(), button);
}

/** The contact has been steady for `debounce` ms. */
function settle(button: Button): void {
  button._timer = 0;
  takeSteady(button);
  if (button._isClosed() === button._movedTo) awaitDeadline(button);
  // An edge that has just happened is heard of soon. If not, it got lost, and the pin itself is what holds.
  else button._timer = setTimeout(catchUp, button._config.debounce + slack, button);
}

/** Takes the pin as it is, in place of an edge that nobody heard of. */
function catchUp(button: Button): void {
  button._timer = 0;
  if (button._isClosed() === button._movedTo) awaitDeadline(button);
  else {
    takeLostEdge(button, up());
    awaitDeadline(button);
  }
}

/** An edge repeats what the one before it said: the one between them got lost, at some time before it. */
function takeLostEdge(button: Button, at: number): void {
  button._movedTo = !button._movedTo;
  button._movedAt = at;
  // How long it was held is not known.
  if (button._gesture === Gesture.Pressed || button._gesture === Gesture.PressedAgain) button._deadline = 0;
  takeSteady(button);
}

/** Takes the contact as it has been since `movedAt`; what it already counts as was a bounce. */
function takeSteady(button: Button): void {
  const isPressed = button._gesture >= Gesture.Held && button._gesture <= Gesture.Long;
  if (button._movedTo === isPressed) return;
  const at = button._movedAt;
  takeDeadline(button, at);
  if (button._movedTo) press(button, at);
  else release(button, at);
}

function press(button: Button, at: number): void {
  button._gesture = button._gesture === Gesture.Clicked ? Gesture.PressedAgain : Gesture.Pressed;
  button._pressedAt = at;
  button._deadline = at + button._config.long;
  tell(button, "press", at);
}

function release(button: Button, at: number): void {
  const gesture = button._gesture;
  button._gesture = Gesture.None;
  button._deadline = 0;
  if (gesture === Gesture.Held) return;
  tell(button, "release", at, at - button._pressedAt);
  if (gesture === Gesture.PressedAgain) tell(button, "double", at);
  if (gesture === Gesture.Pressed) click(button, at);
}

/** A short press: told at once, unless somebody wants to hear of a double, which it may still become. */
function click(button: Button, at: number): void {
  if (button._config.events.indexOf("double") < 0) {
    tell(button, "click", at);
    return;
  }
  button._gesture = Gesture.Clicked;
  button._clickedAt = at;
  button._deadline = at + button._config.double + 1;
}

/** Takes what the gesture has become by itself until `now`: a press that lasted is long, a click without a second one is one. */
function takeDeadline(button: Button, now: number): void {
  if (!button._deadline || now < button._deadline) return;
  const gesture = button._gesture;
  button._gesture = gesture === Gesture.Clicked ? Gesture.None : Gesture.Long;
  button._deadline = 0;
  if (gesture !== Gesture.Pressed) tell(button, "click", button._clickedAt);
  if (gesture !== Gesture.Clicked) tell(button, "long", button._pressedAt + button._config.long);
}

/** An edge that happened before the deadline will have been heard of by then, debounced and all. */
function awaitDeadline(button: Button): void {
  if (button._deadline) button._timer = setTimeout(onDeadline, button._deadline + button._config.debounce + slack - up(), button);
}

/** Edges that queued up while the interpreter was busy come behind its timers: one more round. */
function onDeadline(button: Button): void {
  button._timer = setTimeout(decide, 1, button);
}

function decide(button: Button): void {
  button._timer = 0;
  if (button._isClosed() === button._movedTo) takeDeadline(button, button._deadline);
  else button._timer = setTimeout(catchUp, button._config.debounce + slack, button);
}

function tell(button: Button, event: ButtonEvent, at: number, held?: number): void {
  if (button._config.events.indexOf(event) >= 0) button._onEvent(event, at, held);
}
