/**
 * The board on Espruino's API: the only code that knows pins, radio and flash. Each function is a value that main.ts
 * hands to a part of the firmware; see board.ts for what each promises.
 */
import type { Edge, Output, PinUse, Wifi } from "./board.ts";

/** s: longer than a blocking TCP connect or DNS look-up takes, so that only a hang is a hang. */
const WATCHDOG = 90;

export function chipId(): string {
  const hex = getSerial().toLowerCase().split(":").join("").split("-").join("");
  return hex.substr(hex.length - 6);
}

export function now(): number {
  return Date.now();
}

export function random(): number {
  return (E.hwRand() >>> 0) / 4294967296;
}

export function log(line: string): void {
  console.log(line);
}

export function hasPin(name: string, use: PinUse): boolean {
  const number = +name.substr(1);
  if (String(new Pin(name)) !== name || (number >= 6 && number <= 11)) return false; // D6-D11 serve the flash chip
  if (use === "analog") return number >= 32;
  return use !== "output" || number < 34; // D34-D39 are inputs only
}

export function output(name: string, activeLow: boolean): Output {
  const pin = new Pin(name);
  return function (level) {
    const voltage = activeLow ? 1 - level : level;
    // digitalWrite takes the pin back from the PWM unit (it sets the pin's state anew), and needs no PWM at all.
    if (level > 0 && level < 1) analogWrite(pin, voltage, { freq: 1000 });
    else digitalWrite(pin, voltage);
  };
}

/** Espruino 2v25 and later invert D0 (BTN1) in software on the ESP32; 2v29 and later say so. */
function isNegated(pin: Pin): boolean {
  const info = pin.getInfo();
  const minor = +process.env.VERSION.substr(2, 2);
  if (info && info.negated) return true;
  return String(pin) === "D0" && process.env.BOARD === "ESP32" && minor >= 25 && minor < 29;
}

export function watchButton(name: string, activeLow: boolean, debounce: number, edge: Edge): void {
  const pin = new Pin(name);
  const pressed = activeLow === isNegated(pin);
  pinMode(pin, pressed ? "input_pulldown" : "input_pullup");
  setWatch(
    function (event) {
      edge(event.state === pressed, event.time * 1000);
    },
    pin,
    { repeat: true, edge: "both", debounce: debounce },
  );
}

export function wifi(ssid: string, password: string): Wifi {
  const driver = require("Wifi");
  return {
    join: function () {
      // The callback repeats what the events say; builds up to 2v29 never call it on failure.
      driver.connect(ssid, password ? { password: password } : {}, function (error) {
        if (error) driver.emit("disconnected", { msg: error });
      });
    },
    leave: function () {
      driver.disconnect();
    },
    listen: function (up, down) {
      driver.on("connected", function (details) {
        up(details.ip);
      });
      driver.on("disconnected", function (details) {
        down(details.msg);
      });
    },
  };
}

export function rssi(): number | undefined {
  return require("Wifi").getDetails().rssi;
}

export function keepTime(server: string): void {
  require("Wifi").setSNTP(server, "0");
}

export function memory(): { used: number; total: number } {
  const m = process.memory();
  return { used: m.usage, total: m.total };
}

export function read(file: string): string | undefined {
  return require("Storage").read(file);
}

export function watchdog(): void {
  E.enableWatchdog(WATCHDOG, false);
}

export function alive(): void {
  E.kickWatchdog();
}
