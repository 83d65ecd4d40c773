/**
 * `dht22` and `humidity`: temperature in degrees Celsius and relative humidity in percent from a DHT22. Needs Espruino's
 * module DHT22 in Storage, and rows in kinds.ts: see docs/configuration.md.
 */
function read(pin: string, quantity: "temp" | "rh", done: (value: number) => void): void {
  require("DHT22")
    .connect(new Pin(pin))
    .read(function (reading) {
      done(reading.err ? NaN : reading[quantity]); // err: ten attempts failed
    });
}

export function dht22(pin: string, done: (value: number) => void): void {
  read(pin, "temp", done);
}

export function humidity(pin: string, done: (value: number) => void): void {
  read(pin, "rh", done);
}
