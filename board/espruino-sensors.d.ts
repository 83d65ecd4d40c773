/** Sensor modules from Espruino's website: not built in, each is a file in Storage. */

declare function require(module: "DS18B20"): {
  /** The first one on the bus. */
  connect(bus: OneWire): { getTemp(callback: (celsius: number | null) => void): number | null | undefined };
};
declare function require(module: "DHT22"): {
  connect(pin: Pin): { read(callback: (reading: { temp: number; rh: number; err?: boolean }) => void): void };
};

/** The Dallas 1-Wire bus, built in. */
interface OneWire {
  search(): string[];
}
declare const OneWire: new (pin: Pin) => OneWire;
