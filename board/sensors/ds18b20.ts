/**
 * `ds18b20`: a 1-Wire thermometer, in degrees Celsius, by Espruino's module DS18B20 in Storage. It is a kind once
 * kinds.ts has its row: the README tells which.
 */
export function ds18b20(pin: string, tell: (value: number) => void): void {
  function told(celsius: number | null): void {
    tell(celsius === null ? NaN : celsius); // null: not there, or its checksum was wrong
  }

  const now = require("DS18B20")
    .connect(new OneWire(new Pin(pin)))
    .getTemp(told);
  if (now !== undefined) told(now); // old versions of the module know no callback
}
