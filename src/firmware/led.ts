/** The LED: what a command makes of it, blinking, and turning back to what it was. */
import type { Output } from "../../board/board.ts";
import type { Blink, Command } from "./commands.ts";

/** Perceived brightness over duty cycle: with this exponent 0.5 looks half as bright as 1 (the usual display gamma). */
const GAMMA = 2.2;

let write: Output;
let changed: (id?: string) => void;
let on = false;
let brightness = 1;
// What a blink or a `for` turns back to; the same as the two above when neither is under way.
let restOn = false;
let restBrightness = 1;
let blinking: Blink | undefined;
let lit = false;
let flashesLeft = 0;
let blinkTimer = 0;
let forTimer = 0;

/** `listener` is called after each change of the state, whatever caused it, with the id of the command if there is one. */
export function setUpLed(output: Output, listener: (id?: string) => void): void {
  write = output;
  changed = listener;
  write(0);
}

/** The state topic's JSON, without its last brace. While the LED blinks its state is "on". */
export function ledState(): string {
  return '{"state":"' + (on ? "on" : "off") + '","brightness":' + brightness;
}

function show(): void {
  write(lit ? Math.pow(brightness, GAMMA) : 0);
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
  show();
  changed();
}

function flip(): void {
  if (!blinking) return;
  lit = !lit;
  if (lit && flashesLeft-- === 0) {
    turnBack();
    return;
  }
  show();
  blinkTimer = setTimeout(flip, lit ? blinking.on : blinking.off);
}

/** Does a command at once; it ends a blink or a `for` under way. */
export function applyCommand(command: Command): void {
  const wasOn = on;
  const state = command.state;
  stop();
  on = state === undefined || state === "on" || (state === "toggle" && !wasOn);
  if (command.brightness === 0) on = false;
  if (command.brightness) brightness = command.brightness;
  if (!command.for) {
    // A blink ends in the state that the command names, or in the one before it.
    if (!command.blink || state !== undefined) restOn = on;
    restBrightness = brightness;
  }
  blinking = command.blink;
  if (blinking) {
    on = true;
    lit = false;
    flashesLeft = blinking.count || -1;
    flip();
  } else {
    lit = on;
    show();
  }
  if (command.for) forTimer = setTimeout(turnBack, command.for);
  changed(command.id);
}
