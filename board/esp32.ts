/**
 * The board on Espruino's API: with the sensors beside it the only code that knows pins, radio and flash. A pin is its
 * name: what Espruino makes of a Pin, it makes of its name too, if that is a text in RAM of at most four characters
 * (jshGetPinFromVar). The configuration's are: they come out of JSON.parse.
 */
import type { Edge, Output, Wifi } from "./board.ts";

/** s: longer than a blocking TCP connect or DNS look-up takes, so that only a hang is a hang. */
const WATCHDOG = 90;

/**
 * Names a node without a name by the last six hex digits of the chip's serial, watches for hangs, and makes random numbers
 * random. On the ESP32 Espruino's, `E.hwRand`'s too, start from the same constants at every power-on: without a seed of
 * its own, every board of a classroom would reconnect at the same moments after a power cut.
 */
export function setUpChip(config: { node: string }, boot: number): void {
  const serial = getSerial();
  config.node = config.node || "ding-" + serial.toLowerCase().replace(/\W/g, "").slice(-6);
  E.enableWatchdog(WATCHDOG, false); // its kicks come from main.ts
  E.srand(E.CRC32(serial + boot));
}

/** Whether the chip has a pin of this name, and can use it so. */
export function hasPin(name: string, use: string): boolean {
  const number = +name.substr(1);
  if (new Pin(name).toString() !== name || (number >= 6 && number <= 11)) return false; // D6-D11 serve the flash chip
  if (use === "analog") return number >= 32;
  return use !== "output" || number < 34; // D34-D39 are inputs only
}

/** 0 (off) .. 1 (full), by PWM between the two. */
export function setOutput(output: Output, level: number): void {
  const voltage = output.activeLow ? 1 - level : level;
  // digitalWrite takes the pin back from the PWM unit (it sets the pin's state anew), and needs no PWM at all.
  if (level % 1) analogWrite(output.pin, voltage, { freq: 1000 });
  else digitalWrite(output.pin, voltage);
}

/** Watches a button, with every bounce of its contact: button.ts says why. Returns the level that means "pressed". */
export function watchButton(button: Output, contact: (edge: Edge) => void): boolean {
  const pin = button.pin;
  const version = process.env.VERSION;
  // Espruino 2v25 and later invert D0 (BTN1) in software; 2v29 and later say so.
  const isNegated = new Pin(pin).getInfo()!.negated || (pin === "D0" && version >= "2v25" && version < "2v29");
  const level = button.activeLow === !!isNegated;
  pinMode(pin, level ? "input_pulldown" : "input_pullup");
  setWatch(contact, pin, { repeat: true, edge: "both", debounce: 0 }); // left out, it is 25 ms for BTN1
  return level;
}

/** The Wi-Fi driver: the interpreter's module is one. */
export function wifi(): Wifi {
  return require("Wifi");
}

/** A Storage file's bytes; undefined when there is none. */
export function read(file: string): string | undefined {
  return require("Storage").read(file);
}

/** What Storage.writeJSON wrote, which is no JSON; undefined when it is not that either. */
export function readLoosely(file: string): unknown {
  return require("Storage").readJSON(file, true);
}
