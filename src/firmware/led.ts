/** An output, such as the LED: applies commands, blinks, and reverts when a `for` is over. */
import type { Output, SetOutput } from "../../board/board.ts";
import { up } from "./clock.ts";
import type { Blink, Command } from "./commands.ts";
import { quote } from "./utf8.ts";

/** Exponent from brightness to duty cycle, as for displays: 0.5 then looks half as bright as 1. */
const gamma = 2.2;

/**
 * Called after each change with the output's state topic and the JSON for it; `hasId`: it answers a command, so no newer
 * state may replace it.
 */
export type OnLedChange = (topic: string, json: string, hasId: boolean) => void;

/** Any output: the LED, a relay. Fields that begin with `_` are private to this file; the build shortens their names. */
export interface Led {
  /** Where its state goes. Kept whole: the client remembers topics, and one made for each message would be held as well. */
  topic: string;
  _output: Output;
  _setOutput: SetOutput;
  _onChange: OnLedChange;
  _isOn: boolean;
  /** 0..1, kept while the LED is off. */
  _brightness: number;
  /** The state to revert to after a blink or a `for`; the same as the two above if neither is running. */
  _revertIsOn: boolean;
  _revertBrightness: number;
  /** The running blink. */
  _blink: Blink | undefined;
  /** Blinks left; negative: until the next command. */
  _blinksLeft: number;
  /** The state after the blink. */
  _isOnAfterBlink: boolean;
  _blinkTimer: number;
  /** 0: no `for` is running. */
  _forTimer: number;
  /** When the `for` ends, ms of `up`. */
  _forEndsAt: number;
}

/** Creates an LED, switched off. */
export function createLed(topic: string, setOutput: SetOutput, output: Output, onChange: OnLedChange): Led {
  setOutput(output, 0);
  return {
    topic: topic,
    _output: output,
    _setOutput: setOutput,
    _onChange: onChange,
    _isOn: false,
    _brightness: 1,
    _revertIsOn: false,
    _revertBrightness: 1,
    _blink: undefined,
    _blinksLeft: 0,
    _isOnAfterBlink: false,
    _blinkTimer: 0,
    _forTimer: 0,
    _forEndsAt: 0,
  };
}

/** Applies a command at once; it ends a running blink or `for`. */
export function applyCommand(led: Led, command: Command): void {
  const state = command.state;
  const brightness = command.brightness;
  const blink = command.blink;
  const id = command.id;
  if (led._blink || led._forTimer) stopTimers(led);
  // Without a state the LED turns on. With brightness 0 it turns off, whatever the state.
  led._isOn = (state !== "toggle" || !led._isOn) && state !== "off" && brightness !== 0;
  led._brightness = brightness || led._brightness;
  if (command.for) {
    led._forEndsAt = up() + command.for;
    led._forTimer = setTimeout(onForTimer, command.for, led);
  } else {
    // A blink without a state reverts to the state before it.
    if (!blink || state) led._revertIsOn = led._isOn;
    led._revertBrightness = led._brightness;
  }
  if (blink) startBlink(led, command, blink);
  else show(led, led._isOn);
  led._onChange(led.topic, ledState(led, id), id !== undefined);
}

/** The output with this state topic, or the first one, the LED, if no output has it. */
export function findOutput(outputs: Led[], topic: string): Led {
  const named = outputs.filter(function (output) {
    return output.topic === topic;
  });
  return named[0] || outputs[0]!;
}

/** The JSON for the state topic. While the LED blinks, its state is "on". */
export function ledState(led: Led, id: string | undefined): string {
  let json = '{"state":"' + (led._isOn ? "on" : "off") + '","brightness":' + led._brightness;
  if (led._blink) json += ',"blink":' + JSON.stringify(led._blink);
  if (id !== undefined) json += ',"id":' + quote(id);
  return json + "}";
}

/** The state that the LED has, or will have after a blink or a `for`. */
export function lastingState(led: Led): { isOn: boolean; brightness: number } {
  return { isOn: led._revertIsOn, brightness: led._revertBrightness };
}

function stopTimers(led: Led): void {
  if (led._blink) clearTimeout(led._blinkTimer);
  if (led._forTimer) clearTimeout(led._forTimer);
  led._forTimer = 0;
  led._blink = undefined;
}

function startBlink(led: Led, command: Command, blink: Blink): void {
  led._blink = blink;
  led._blinksLeft = blink.count || -1;
  led._isOnAfterBlink = command.state || command.for ? led._isOn : led._revertIsOn;
  led._isOn = true;
  blinkOn(led);
}

/** The lit half of a blink. */
function blinkOn(led: Led): void {
  show(led, true);
  led._blinkTimer = setTimeout(blinkOff, led._blink!.on, led);
}

/** The dark half. */
function blinkOff(led: Led): void {
  show(led, false);
  led._blinksLeft--;
  led._blinkTimer = setTimeout(led._blinksLeft ? blinkOn : endBlink, led._blink!.off, led);
}

/** All blinks are done. A `for` may still be running. */
function endBlink(led: Led): void {
  led._blink = undefined;
  led._isOn = led._isOnAfterBlink;
  show(led, led._isOn);
  led._onChange(led.topic, ledState(led, undefined), false);
}

/** Espruino's timers fire early when SNTP moves the clock forward, so this waits for the rest of the `for`. */
function onForTimer(led: Led): void {
  const rest = led._forEndsAt - up();
  if (rest > 0) led._forTimer = setTimeout(onForTimer, rest, led);
  else revert(led);
}

/** The end of a `for`. */
function revert(led: Led): void {
  led._forTimer = 0;
  stopTimers(led);
  led._isOn = led._revertIsOn;
  led._brightness = led._revertBrightness;
  show(led, led._isOn);
  led._onChange(led.topic, ledState(led, undefined), false);
}

function show(led: Led, isLit: boolean): void {
  led._setOutput(led._output, isLit ? Math.pow(led._brightness, gamma) : 0);
}
