/**
 * `ds18b20`: temperature in degrees Celsius from a 1-Wire DS18B20. Needs Espruino's module DS18B20 in Storage, and a row in
 * kinds.ts: see docs/configuration.md.
 */
export function ds18b20(pin: string, done: (value: number) => void): void {
  function onTemperature(celsius: number | null): void {
    done(celsius === null ? NaN : celsius); // null: not found, or bad checksum
  }

  const now = require("DS18B20")
    .connect(new OneWire(new Pin(pin)))
    .getTemp(onTemperature);
  if (now !== undefined) onTemperature(now); // old versions of the module have no callback
}
