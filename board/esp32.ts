/**
 * The board on Espruino's API: the only code that knows pins, radio and flash. Each function is a value that main.ts
 * hands to a part of the firmware; see board.ts for what each promises.
 */
import type { Edge, OutputPin, Wifi, WifiNews } from "./board.ts";

export function chipId(): string {
  const hex = getSerial().toLowerCase().split(":").join("").split("-").join("");
  return hex.substr(hex.length - 6);
}

/**
 * On the ESP32 Espruino's random numbers, `E.hwRand`'s too, start from the same constants at every power-on. Without a
 * seed of its own, every board of a classroom would reconnect at the same moments after a power cut.
 */
export function seedRandom(boot: number): void {
  E.srand(E.CRC32(getSerial() + boot));
}

export function hasPin(name: string, use: string): boolean {
  const number = +name.substr(1);
  if (String(new Pin(name)) !== name || (number >= 6 && number <= 11)) return false; // D6-D11 serve the flash chip
  if (use === "analog") return number >= 32;
  return use !== "output" || number < 34; // D34-D39 are inputs only
}

interface Esp32Output extends OutputPin {
  readonly pin: Pin;
}

export function openOutput(name: string, activeLow: boolean): Esp32Output {
  return { pin: new Pin(name), activeLow: activeLow };
}

export function setOutput(output: Esp32Output, level: number): void {
  const voltage = output.activeLow ? 1 - level : level;
  // digitalWrite takes the pin back from the PWM unit (it sets the pin's state anew), and needs no PWM at all.
  if (level > 0 && level < 1) analogWrite(output.pin, voltage, { freq: 1000 });
  else digitalWrite(output.pin, voltage);
}

/** Espruino 2v25 and later invert D0 (BTN1) in software on the ESP32; 2v29 and later say so. */
function isNegated(pin: Pin): boolean {
  const info = pin.getInfo();
  const minor = +process.env.VERSION.substr(2, 2);
  if (info && info.negated) return true;
  return String(pin) === "D0" && process.env.BOARD === "ESP32" && minor >= 25 && minor < 29;
}

let edge: Edge;
let level = 0; // of the pin while the button is pressed

function watched(event: WatchEvent): void {
  edge(+event.state === level, event.time * 1000);
}

export function watchButton(name: string, activeLow: boolean, listener: Edge): void {
  const pin = new Pin(name);
  edge = listener;
  level = +(activeLow === isNegated(pin));
  pinMode(pin, level ? "input_pulldown" : "input_pullup");
  setWatch(watched, pin, { repeat: true, edge: "both", debounce: 0 }); // left out, it is 25 ms for BTN1
}

let ssid = "";
let options: { password?: string } = {};

export function setUpWifi(name: string, password: string): void {
  ssid = name;
  if (password) options = { password: password };
}

/** The callback repeats what the events say, and comes first; builds up to 2v29 never call it on failure. */
function join(told: (news: WifiNews) => void): void {
  require("Wifi").connect(ssid, options, told);
}

function leave(): void {
  require("Wifi").disconnect();
}

function listen(told: (news: WifiNews) => void): void {
  const driver = require("Wifi");
  driver.on("connected", told);
  driver.on("disconnected", told);
}

/** In RAM only while the driver is asked for something. */
export function wifi(): Wifi {
  "on demand";
  return { join: join, leave: leave, listen: listen };
}

/** Builds up to 2v29 open an access point without a password at power-on; a node has no use for one. */
export function stopAccessPoint(): void {
  require("Wifi").stopAP();
}

export function rssi(): number | undefined {
  return require("Wifi").getStatus().rssi;
}

export function keepTime(server: string): void {
  require("Wifi").setSNTP(server, "0");
}

export function read(file: string): string | undefined {
  return require("Storage").read(file);
}

/** What Storage.writeJSON wrote, which is no JSON; undefined when it is not that either. */
export function readLoosely(file: string): unknown {
  return require("Storage").readJSON(file, true);
}
