/**
 * A button: edges in, events out. Decisions use the edges' own timestamps, so a click and a long press are told apart even
 * if a blocked interpreter handles the edges late. setWatch's own debounce would lose a press that begins and ends while the
 * interpreter is blocked: it relies on a timer, and drops an edge that the next one reverses.
 */
import type { Contact, WatchContact } from "../../board/board.ts";
import { up, upAt } from "./clock.ts";

export type ButtonEvent = "press" | "release" | "click" | "double" | "long";

export interface ButtonConfig extends Contact {
  /** Named in its messages; "" for a button that is not. */
  name: string;
  /** How long the contact must be stable, ms. */
  debounce: number;
  /** How long a long press is held at least, ms. */
  long: number;
  /** Longest time from a release to the second press of a double, ms. */
  double: number;
  /** Events to send. */
  events: ButtonEvent[];
}

/**
 * Receives a button event and its time in ms of `up`; for a release also how long the button was held, ms. `name`: the button's
 * name, "" for none.
 */
export type OnButtonEvent = (event: ButtonEvent, at: number, held: number | undefined, name: string) => void;

/** From `Held` to `Long` the button is down: the order matters. */
const enum Gesture {
  None,
  /** Held since power-on: not reported. */
  Held,
  /** Pressed, not long enough for a long press yet. */
  Pressed,
  /** Pressed again soon after a click: a double once released. */
  PressedAgain,
  /** A long press, already reported. */
  Long,
  /** Released: a click unless a second press follows. */
  Clicked,
}

/** Fields that begin with `_` are private to this file; the build shortens their names. */
export interface Button {
  _config: ButtonConfig;
  _onEvent: OnButtonEvent;
  /** Only presses are sent: how long the button is held does not matter, and no deadline is needed. */
  _onlyPresses: boolean;
  /** Reads the contact now. */
  _isClosed: () => boolean;
  /** State of the contact after its last edge, true: closed, and when that was (ms of `up`). It is believed once it is stable. */
  _edgeState: boolean;
  _edgeAt: number;
  _gesture: Gesture;
  _pressedAt: number;
  _clickedAt: number;
  /** When the gesture changes without another edge, ms of `up`; 0: never. */
  _deadline: number;
  /** 0: not running. */
  _timer: number;
}

/** How late a busy interpreter may deliver an edge, on top of the debounce, ms. */
const edgeLatency = 20;

export function createButton(watchContact: WatchContact, config: ButtonConfig, onEvent: OnButtonEvent): Button {
  const button: Button = {
    _config: config,
    _onEvent: onEvent,
    _onlyPresses: config.events.join() === "press",
    _isClosed: watchContact(config, function (isClosed, time) {
      onEdge(button, isClosed, upAt(time));
    }),
    _edgeState: false,
    _edgeAt: 0,
    _gesture: Gesture.None,
    _pressedAt: 0,
    _clickedAt: 0,
    _deadline: 0,
    _timer: 0,
  };
  if (button._isClosed()) {
    button._edgeState = true;
    button._gesture = Gesture.Held;
  }
  return button;
}

/** The button with this name, or the first one if no button has it. */
export function findButton(buttons: Button[], name: string | undefined): Button {
  const named = buttons.filter(function (button) {
    return button._config.name === name;
  });
  return named[0] || buttons[0]!;
}

/** Simulates a press and an immediate release. */
export function simulatePress(button: Button): void {
  clearTimeout(button._timer);
  button._timer = 0; // Espruino reuses timer ids at once, so an expired timer must never be cleared
  button._edgeAt = up();
  button._edgeState = true;
  acceptLevel(button);
  button._edgeState = false;
  acceptLevel(button);
  if (button._deadline) armDeadline(button);
}

/** Handles an edge at `at`, bounces included. */
function onEdge(button: Button, isClosed: boolean, at: number): void {
  const lasted = at - button._edgeAt;
  const isStable = lasted >= button._config.debounce;
  if (button._timer) {
    clearTimeout(button._timer);
    // The interpreter was busy, and the timer is late.
    if (isStable) acceptLevel(button);
  }
  // Closed twice: the release in between was lost. Open twice may just be a spike that was over before the chip sampled it.
  if (isClosed && button._edgeState && isStable && lasted >= edgeLatency) recoverLostEdge(button, at);
  button._edgeState = isClosed;
  button._edgeAt = at;
  button._timer = setTimeout(settle, button._config.debounce, button);
}

/** The contact has been stable for `debounce` ms. */
function settle(button: Button): void {
  button._timer = 0;
  acceptLevel(button);
  if (button._isClosed() === button._edgeState) {
    if (button._deadline) armDeadline(button);
  }
  // The edge is probably on its way. If it does not come, it was lost, and the pin decides.
  else button._timer = setTimeout(resync, button._config.debounce + edgeLatency, button);
}

/** Adopts the pin's actual state in place of an edge that never arrived. */
function resync(button: Button): void {
  button._timer = 0;
  if (button._isClosed() !== button._edgeState) recoverLostEdge(button, up());
  if (button._deadline) armDeadline(button);
}

/** Inserts a lost edge at `at`, the latest time at which it can have happened. */
function recoverLostEdge(button: Button, at: number): void {
  button._edgeState = !button._edgeState;
  button._edgeAt = at;
  // Nobody knows how long it was held.
  if (button._gesture === Gesture.Pressed || button._gesture === Gesture.PressedAgain) button._deadline = 0;
  acceptLevel(button);
}

/** Accepts the contact's state since the last edge. If nothing changed, the edges were bounces. */
function acceptLevel(button: Button): void {
  const isPressed = button._gesture >= Gesture.Held && button._gesture <= Gesture.Long;
  if (button._edgeState === isPressed) return;
  const at = button._edgeAt;
  if (button._deadline && at >= button._deadline) endGesture(button);
  if (button._edgeState) press(button, at);
  else release(button, at);
}

function press(button: Button, at: number): void {
  button._gesture = button._gesture === Gesture.Clicked ? Gesture.PressedAgain : Gesture.Pressed;
  button._pressedAt = at;
  button._deadline = button._onlyPresses ? 0 : at + button._config.long;
  emit(button, "press", at);
}

function release(button: Button, at: number): void {
  const gesture = button._gesture;
  button._gesture = Gesture.None;
  button._deadline = 0;
  if (gesture === Gesture.Held || button._onlyPresses) return;
  emit(button, "release", at, at - button._pressedAt);
  if (gesture === Gesture.PressedAgain) emit(button, "double", at);
  if (gesture !== Gesture.Pressed) return;
  // A short press is reported at once unless doubles are enabled, as it may still become one.
  if (button._config.events.indexOf("double") < 0) emit(button, "click", at);
  else awaitSecondPress(button, at);
}

function awaitSecondPress(button: Button, at: number): void {
  button._gesture = Gesture.Clicked;
  button._clickedAt = at;
  button._deadline = at + button._config.double + 1;
}

/** The deadline has passed: a press becomes a long press, and a click that was not repeated is reported. */
function endGesture(button: Button): void {
  const gesture = button._gesture;
  button._gesture = gesture === Gesture.Clicked ? Gesture.None : Gesture.Long;
  button._deadline = 0;
  if (gesture !== Gesture.Pressed) emit(button, "click", button._clickedAt);
  if (gesture !== Gesture.Clicked) emit(button, "long", button._pressedAt + button._config.long);
}

/** Sets the timer late enough for every edge before the deadline to have been delivered and debounced. */
function armDeadline(button: Button): void {
  button._timer = setTimeout(onDeadline, button._deadline + button._config.debounce + edgeLatency - up(), button);
}

/** Waits one more pass: edges that queued up while the interpreter was busy are handled after its timers. */
function onDeadline(button: Button): void {
  button._timer = setTimeout(decide, 1, button);
}

function decide(button: Button): void {
  button._timer = 0;
  // A clock that SNTP has set makes all timers due.
  if (up() < button._deadline) armDeadline(button);
  else if (button._isClosed() === button._edgeState) endGesture(button);
  else button._timer = setTimeout(resync, button._config.debounce + edgeLatency, button);
}

function emit(button: Button, event: ButtonEvent, at: number, held?: number): void {
  if (button._config.events.indexOf(event) >= 0) button._onEvent(event, at, held, button._config.name);
}
