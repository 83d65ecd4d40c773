/** Modules of Espruino's site that read sensors: none is in the interpreter, each is a file in Storage. Beside espruino-modules.d.ts. */

declare function require(module: "DS18B20"): {
  /** The first one on the bus. */
  connect(bus: OneWire): { getTemp(callback: (celsius: number | null) => void): number | null | undefined };
};
declare function require(module: "DHT22"): {
  connect(pin: Pin): { read(callback: (reading: { temp: number; rh: number; err?: boolean }) => void): void };
};

/** Dallas's bus, in the interpreter. */
interface OneWire {
  search(): string[];
}
declare const OneWire: new (pin: Pin) => OneWire;
