/**
 * `dht22` and `humidity`: its temperature in degrees Celsius, its relative humidity in percent, by Espruino's module DHT22
 * in Storage. They are kinds once kinds.ts has their rows: the README tells which.
 */
function read(pin: string, what: "temp" | "rh", tell: (value: number) => void): void {
  require("DHT22")
    .connect(new Pin(pin))
    .read(function (reading) {
      tell(reading.err ? NaN : reading[what]); // after ten tries
    });
}

export function dht22(pin: string, tell: (value: number) => void): void {
  read(pin, "temp", tell);
}

export function humidity(pin: string, tell: (value: number) => void): void {
  read(pin, "rh", tell);
}
