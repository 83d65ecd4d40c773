/** The LED: what a command makes of it, blinking, and turning back to what it was. */
import type { Output, SetOutput } from "../../board/board.ts";
import { up } from "./clock.ts";
import type { Blink, Command } from "./commands.ts";
import { quote } from "./utf8.ts";

/** Perceived brightness over duty cycle: with this exponent 0.5 looks half as bright as 1 (the usual display gamma). */
const gamma = 2.2;

/** Told after each change: the state topic's JSON; and whether somebody waits for just this one, for it has an `id`. */
export type OnLedChange = (json: string, hasId: boolean) => void;

/** Fields that begin with `_` are for this file alone; the build makes short names of them. */
export interface Led {
  _output: Output;
  _setOutput: SetOutput;
  _onChange: OnLedChange;
  _isOn: boolean;
  /** 0..1, kept while the LED is off. */
  _brightness: number;
  /** What a blink or a `for` turns back to; the same as the two above when neither is under way. */
  _restIsOn: boolean;
  _restBrightness: number;
  /** The blink under way. */
  _blink: Blink | undefined;
  /** Flashes of it that are still to come; below 0: until the next command. */
  _flashes: number;
  /** What it ends in. */
  _isOnAfterBlink: boolean;
  _blinkTimer: number;
  /** 0: no `for` is under way. */
  _forTimer: number;
  /** ms of `up`: when the `for` is over. */
  _forEndsAt: number;
}

/** An LED that is off. */
export function createLed(setOutput: SetOutput, output: Output, onChange: OnLedChange): Led {
  setOutput(output, 0);
  return {
    _output: output,
    _setOutput: setOutput,
    _onChange: onChange,
    _isOn: false,
    _brightness: 1,
    _restIsOn: false,
    _restBrightness: 1,
    _blink: undefined,
    _flashes: 0,
    _isOnAfterBlink: false,
    _blinkTimer: 0,
    _forTimer: 0,
    _forEndsAt: 0,
  };
}

/** Does a command at once. It ends a blink or a `for` under way. */
export function applyCommand(led: Led, command: Command): void {
  stopTimers(led);
  led._isOn = isOnAfter(led, command);
  led._brightness = command.brightness || led._brightness;
  if (command.for) {
    led._forEndsAt = up() + command.for;
    led._forTimer = setTimeout(onForTimer, command.for, led);
  } else {
    // A blink that names no state turns back to the one before it.
    if (!command.blink || command.state) led._restIsOn = led._isOn;
    led._restBrightness = led._brightness;
  }
  if (command.blink) startBlink(led, command, command.blink);
  else show(led, led._isOn);
  led._onChange(ledState(led, command.id), command.id !== undefined);
}

/** The state topic's JSON. While the LED blinks its state is "on". */
export function ledState(led: Led, id: string | undefined): string {
  let json = '{"state":"' + (led._isOn ? "on" : "off") + '","brightness":' + led._brightness;
  if (led._blink) json += ',"blink":' + JSON.stringify(led._blink);
  if (id !== undefined) json += ',"id":' + quote(id);
  return json + "}";
}

function stopTimers(led: Led): void {
  if (led._blink) clearTimeout(led._blinkTimer);
  if (led._forTimer) clearTimeout(led._forTimer);
  led._forTimer = 0;
  led._blink = undefined;
}

function isOnAfter(led: Led, command: Command): boolean {
  if (command.state === "toggle" && led._isOn) return false;
  return command.state !== "off" && command.brightness !== 0;
}

function startBlink(led: Led, command: Command, blink: Blink): void {
  led._blink = blink;
  led._flashes = blink.count || -1;
  led._isOnAfterBlink = command.state || command.for ? led._isOn : led._restIsOn;
  led._isOn = true;
  flash(led);
}

/** The lit half of a flash. */
function flash(led: Led): void {
  show(led, true);
  led._blinkTimer = setTimeout(darken, led._blink!.on, led);
}

/** The dark half. */
function darken(led: Led): void {
  show(led, false);
  led._flashes--;
  led._blinkTimer = setTimeout(led._flashes ? flash : endBlink, led._blink!.off, led);
}

/** The blink has flashed as often as it should. A `for` may still be under way. */
function endBlink(led: Led): void {
  led._blink = undefined;
  led._isOn = led._isOnAfterBlink;
  show(led, led._isOn);
  led._onChange(ledState(led, undefined), false);
}

/** Espruino's timers follow the wall clock, and end at once when SNTP sets it ahead. A `for` takes as long as it says. */
function onForTimer(led: Led): void {
  const rest = led._forEndsAt - up();
  if (rest > 0) led._forTimer = setTimeout(onForTimer, rest, led);
  else turnBack(led);
}

/** The end of a `for`. */
function turnBack(led: Led): void {
  led._forTimer = 0;
  stopTimers(led);
  led._isOn = led._restIsOn;
  led._brightness = led._restBrightness;
  show(led, led._isOn);
  led._onChange(ledState(led, undefined), false);
}

function show(led: Led, isLit: boolean): void {
  led._setOutput(led._output, isLit ? Math.pow(led._brightness, gamma) : 0);
}
