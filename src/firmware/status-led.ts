/** The optional status LED: blinks a code every two seconds that shows what is wrong. */
import type { Output, SetOutput } from "../../board/board.ts";

/** Blinks per code; 0: steadily lit, all is well. */
export const enum Status {
  Online = 0,
  /** No Wi-Fi. */
  NoWifi = 1,
  /** Wi-Fi is up, the broker cannot be reached. */
  NoBroker = 2,
  /** The broker refuses user name, password or client identifier, or gave the name to another node. */
  Refused = 3,
  /** wifi.ssid or mqtt.host is not configured. */
  NotConfigured = 4,
  /** See boot.ts. */
  SafeMode = 5,
}

/** ms */
const flashTime = 150;
const period = 2000;

let setOutput: SetOutput;
let output: Output;
/** Whether a status LED is configured. */
let hasPin = false;
let status: Status | undefined;
let timer = 0;

/** Without a pin there is no status LED. */
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
  timer = 0; // Espruino reuses timer ids
  if (status === Status.Online) setOutput(output, 1);
  else flashOn(0);
}

/** Lights the LED for blink `index`, from 0. */
function flashOn(index: number): void {
  setOutput(output, 1);
  timer = setTimeout(flashOff, flashTime, index);
}

function flashOff(index: number): void {
  setOutput(output, 0);
  const isLast = index + 1 >= status!;
  if (isLast) timer = setTimeout(flashOn, period - (2 * index + 1) * flashTime, 0);
  else timer = setTimeout(flashOn, flashTime, index + 1);
}
