/** The LED: what a command makes of it, blinking, and turning back to what it was. */
import type { Output } from "../../board/board.ts";
import type { Command } from "./commands.ts";
import { quote } from "./text.ts";

/** Perceived brightness over duty cycle: with this exponent 0.5 looks half as bright as 1 (the usual display gamma). */
const GAMMA = 2.2;

export interface Led {
  /** Does a command at once; it ends a blink or a `for` under way. `changed` is called with its id. */
  apply(command: Command): void;
  /** The state topic's JSON, with the `id` of the command that led to it. */
  json(id?: string): string;
}

/** `changed` is called after each change of the state, whatever caused it. While the LED blinks its state is "on". */
export function createLed(write: Output, changed: (id?: string) => void): Led {
  let on = false;
  let brightness = 1;
  // What a blink or a `for` turns back to; `on` and `brightness` themselves when neither is under way.
  let restOn = on;
  let restBrightness = brightness;
  let blinkTimer = 0;
  let forTimer = 0;

  function show(lit: boolean): void {
    write(lit ? Math.pow(brightness, GAMMA) : 0);
  }

  function stop(): void {
    if (blinkTimer) clearTimeout(blinkTimer);
    if (forTimer) clearTimeout(forTimer);
    blinkTimer = forTimer = 0;
  }

  /** Ends a blink or a `for`. */
  function turnBack(): void {
    stop();
    on = restOn;
    brightness = restBrightness;
    show(on);
    changed();
  }

  function blink(onFor: number, offFor: number, left: number): void {
    let lit = false;
    function flip(): void {
      lit = !lit;
      if (lit && left-- === 0) {
        turnBack();
        return;
      }
      show(lit);
      blinkTimer = setTimeout(flip, lit ? onFor : offFor);
    }
    flip();
  }

  write(0);

  return {
    apply: function (command) {
      stop();
      const wasOn = on;
      on = true;
      if (command.state !== undefined) on = command.state === "on" || (command.state === "toggle" && !wasOn);
      if (command.brightness === 0) on = false;
      const forMs = command.for;
      const flashes = command.blink;
      if (!forMs) {
        // A blink ends in the state that the command names, or in the one before it.
        restOn = flashes && command.state === undefined ? restOn : on;
        restBrightness = command.brightness || brightness;
      }
      brightness = command.brightness || brightness;
      if (flashes) {
        on = true;
        blink(flashes.on, flashes.off, flashes.count || -1);
      } else {
        show(on);
      }
      if (forMs) forTimer = setTimeout(turnBack, forMs);
      changed(command.id);
    },
    json: function (id) {
      const state = '{"state":"' + (on ? "on" : "off") + '","brightness":' + brightness;
      return state + (id === undefined ? "" : ',"id":' + quote(id)) + "}";
    },
  };
}
