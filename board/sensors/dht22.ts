/**
 * `dht22`: its temperature in degrees Celsius or its relative humidity in percent, by Espruino's module DHT22 in Storage.
 * It is a kind once kinds.ts has its rows: the README tells which.
 */
export function dht22(pin: string, what: "temp" | "rh", tell: (value: number) => void): void {
  require("DHT22")
    .connect(new Pin(pin))
    .read(function (reading) {
      tell(reading.err ? NaN : reading[what]); // after ten tries
    });
}
