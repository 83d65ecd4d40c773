/** The LED: what a command makes of it, blinking, and turning back to what it was. */
import type { OutputPin, SetOutput } from "../../board/board.ts";
import type { Blink, Command } from "./commands.ts";

/** Perceived brightness over duty cycle: with this exponent 0.5 looks half as bright as 1 (the usual display gamma). */
const GAMMA = 2.2;

/** What a timer is for. */
const enum Turn {
  /** The other half of a flash. */
  Flip,
  Show,
  /** Back to what it was before a blink or a `for`. */
  Back,
}

let output: OutputPin;
let write: SetOutput;
let changed: (id?: string) => void;
// 0 or 1: a boolean takes another JsVar.
let on = 0;
let lit = 0;
let brightness = 1;
// What a blink or a `for` turns back to; the same as the two above when neither is under way.
let restOn = 0;
let restBrightness = 1;
let blinking: Blink | undefined;
let flashesLeft = 0;
let blinkTimer = 0;
let forTimer = 0;

/** `listener` is called after each change of the state, whatever caused it, with the id of the command if there is one. */
export function setUpLed(pin: OutputPin, setOutput: SetOutput, listener: (id?: string) => void): void {
  output = pin;
  write = setOutput;
  changed = listener;
  write(output, 0);
}

/** The state topic's JSON, without its last brace. While the LED blinks its state is "on". */
export function ledState(): string {
  return '{"state":"' + (on ? "on" : "off") + '","brightness":' + brightness;
}

function turn(what: Turn): void {
  if (what === Turn.Flip) {
    lit = 1 - lit;
    if (lit && flashesLeft-- === 0) what = Turn.Back;
  }
  if (what === Turn.Back) {
    led().turnBack();
    return;
  }
  write(output, lit ? Math.pow(brightness, GAMMA) : 0);
  if (blinking) blinkTimer = setTimeout(turn, lit ? blinking.on : blinking.off, Turn.Flip);
}

function stop(): void {
  if (blinkTimer) clearTimeout(blinkTimer);
  if (forTimer) clearTimeout(forTimer);
  blinkTimer = forTimer = 0;
  blinking = undefined;
}

/** Ends a blink or a `for`. */
function turnBack(): void {
  stop();
  on = lit = restOn;
  brightness = restBrightness;
  turn(Turn.Show);
  changed();
}

/** Does a command at once; it ends a blink or a `for` under way. */
function apply(command: Command): void {
  const wasOn = on;
  const state = command.state;
  stop();
  on = +(state === undefined || state === "on" || (state === "toggle" && !wasOn));
  if (command.brightness === 0) on = 0;
  if (command.brightness) brightness = command.brightness;
  if (!command.for) {
    // A blink ends in the state that the command names, or in the one before it.
    if (!command.blink || state !== undefined) restOn = on;
    restBrightness = brightness;
  }
  blinking = command.blink;
  if (blinking) {
    on = 1;
    flashesLeft = blinking.count - 1;
  }
  lit = on;
  turn(Turn.Show);
  if (command.for) forTimer = setTimeout(turn, command.for, Turn.Back);
  changed(command.id);
}

/** In RAM only while the LED is given something to do; `turn` alone goes on by itself. */
export function led(): { apply(command: Command): void; turnBack(): void } {
  "on demand";
  return { apply: apply, turnBack: turnBack };
}
