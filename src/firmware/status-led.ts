/** The optional status LED: how often it flashes, every two seconds, tells a person what is wrong. */
import type { Output, SetOutput } from "../../board/board.ts";

/** How many flashes; a steady light says that all is well. */
export const enum Status {
  Online = 0,
  /** No Wi-Fi. */
  NoWifi = 1,
  /** Wi-Fi is up, the broker is not reached. */
  NoBroker = 2,
  /** The broker refuses: user name, password, client identifier. */
  Refused = 3,
  /** wifi.ssid or mqtt.host is missing in the configuration. */
  NotConfigured = 4,
  /** See boot.ts. */
  SafeMode = 5,
}

/** ms */
const flashTime = 150;
const roundTime = 2000;

let setOutput: SetOutput;
let output: Output;
/** Known once the LED is set up. */
let hasPin = false;
let status: Status | undefined;
let timer = 0;

/** With no pin there is no such LED. */
export function setUpStatusLed(set: SetOutput, config: Output): void {
  hasPin = !!config.pin;
  if (!hasPin) return;
  setOutput = set;
  output = config;
}

export function showStatus(next: Status): void {
  if (!hasPin || next === status) return;
  status = next;
  clearTimeout(timer);
  timer = 0; // another timer may have this number next
  if (status === Status.Online) setOutput(output, 1);
  else flash(0);
}

/** The flash of this number, from 0. */
function flash(number: number): void {
  setOutput(output, 1);
  timer = setTimeout(darken, flashTime, number);
}

function darken(number: number): void {
  setOutput(output, 0);
  const isLast = number + 1 >= status!;
  if (isLast) timer = setTimeout(flash, roundTime - (2 * number + 1) * flashTime, 0);
  else timer = setTimeout(flash, flashTime, number + 1);
}
