/**
 * What kind of press: edges in, events out. Every decision is made from the edges' own times, so that a blocked
 * interpreter, which hears of them late, tells a click from a long press all the same.
 */

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

/**
 * `emit` gets each event that the config asks for: its name, when it happened (ms of `up`), and for a release how long
 * the button was held (ms). Returns the function that takes the debounced edges: pressed or not, ms of `up`.
 */
export function createButton(
  config: ButtonConfig,
  up: () => number,
  emit: (event: ButtonEvent, at: number, held?: number) => void,
): (pressed: boolean, at: number) => void {
  const LATE = config.debounce + 20; // ms: an edge that happened by now has been heard by then
  let pressedAt = -1; // -1: up
  let isLong = false;
  let clickAt = -1; // the release of a click that may yet become a double; -1: none
  let timer = 0;

  function tell(event: ButtonEvent, at: number, held?: number): void {
    if (config.events.indexOf(event) >= 0) emit(event, at, held);
  }

  function endClick(): void {
    if (clickAt >= 0) tell("click", clickAt);
    clickAt = -1;
  }

  function beLong(): void {
    isLong = true;
    endClick();
    tell("long", pressedAt + config.long);
  }

  /** Calls `due` once every edge up to the moment `at` has been heard, unless one of them changes the matter. */
  function wait(at: number, due: () => void): void {
    if (timer) clearTimeout(timer);
    timer = setTimeout(
      function () {
        // Edges that queued up while the interpreter was busy come in this round, but behind this timer.
        timer = setTimeout(function () {
          timer = 0;
          due();
        }, 1);
      },
      Math.max(at + LATE - up(), 1),
    );
  }

  return function (pressed, at) {
    if (pressed === pressedAt >= 0) return; // a bounce, or the release of a press from before the boot
    if (timer) clearTimeout(timer);
    timer = 0;
    if (pressed) {
      pressedAt = at;
      isLong = false;
      if (clickAt >= 0 && at - clickAt > config.double) endClick();
      tell("press", at);
      wait(at + config.long, beLong);
      return;
    }
    const held = at - pressedAt;
    if (held >= config.long && !isLong) beLong();
    pressedAt = -1;
    tell("release", at, held);
    if (isLong) return;
    if (clickAt >= 0) {
      clickAt = -1;
      tell("double", at);
    } else {
      clickAt = at;
      if (config.events.indexOf("double") < 0) endClick();
      else wait(at + config.double, endClick);
    }
  };
}
