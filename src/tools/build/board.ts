/** The board that flash.config.json names: its own button and LED, and what its pins can do (board/pins/*.json). */

export interface Board {
  readonly name: string;
  readonly button: { readonly pin: string; readonly activeLow: boolean };
  readonly led: { readonly pin: string; readonly activeLow: boolean };
  readonly output: readonly string[];
  readonly inputOnly: readonly string[];
  readonly analog: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

function isPart(value: unknown): value is Board["led"] {
  return isObject(value) && typeof value["pin"] === "string" && typeof value["activeLow"] === "boolean";
}

/** Checks a board's description; undefined when it is none. */
export function asBoard(value: unknown): Board | undefined {
  if (!isObject(value)) return undefined;
  const { name, button, led, output, inputOnly, analog } = value;
  if (typeof name !== "string" || !isPart(button) || !isPart(led)) return undefined;
  if (!isNames(output) || !isNames(inputOnly) || !isNames(analog)) return undefined;
  return { name, button, led, output, inputOnly, analog };
}

/** The defaults of the node on this board: where `device` is silent, the board's own button and LED. */
export function onBoard(device: Json, board: Board): Json {
  const part = (own: object, given: unknown): unknown => (isObject(given) ? { ...own, ...given } : (given ?? own));
  return { ...device, button: part(board.button, device["button"]), led: part(board.led, device["led"]) };
}

/** What is wrong with the pins that `device` asks for, a line each. */
export function pinFaults(device: Json, board: Board): string[] {
  const faults: string[] = [];
  const check = (key: string, part: unknown, able: readonly string[], what: string): void => {
    const pin = isObject(part) ? part["pin"] : undefined;
    if (pin === undefined || pin === "" || (typeof pin === "string" && able.includes(pin))) return;
    faults.push(`device.${key}.pin: ${JSON.stringify(pin)} is no ${what} of the ${board.name}; it has ${able.join(" ")}`);
  };
  check("button", device["button"], [...board.output, ...board.inputOnly], "input");
  check("led", device["led"], board.output, "output");
  check("status", device["status"], board.output, "output");
  const { sensors } = device;
  if (Array.isArray(sensors)) {
    sensors.forEach((sensor: unknown, i) => {
      const isAnalog = isObject(sensor) && sensor["kind"] === "analog";
      if (isAnalog) check(`sensors[${String(i)}]`, sensor, board.analog, "ADC pin");
      else check(`sensors[${String(i)}]`, sensor, [...board.output, ...board.inputOnly], "input");
    });
  }
  return faults;
}
