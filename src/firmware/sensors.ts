/** Sensors: a reading every `every` ms, and at once when the value moved by `change` or more. */
import type { Sensor } from "../../board/board.ts";
import { quote } from "./text.ts";

export interface SensorConfig {
  name: string;
  kind: string;
  /** "" for a kind that needs none. */
  pin: string;
  /** ms between readings. */
  every: number;
  /** In the reading's unit; 0: no reading out of turn. */
  change: number;
}

/** `tell` gets a reading's own part in JSON. Returns the function that looks at the sensor; call it every second or so. */
export function createSensor(
  config: SensorConfig,
  unit: string,
  read: Sensor,
  up: () => number,
  tell: (fields: string, at: number) => void,
): () => void {
  const every = config.every;
  const change = config.change;
  const head = '"type":"reading","sensor":' + quote(config.name) + ',"value":';
  const tail = ',"unit":' + quote(unit);
  let due = 0;
  let last = NaN;

  function take(value: number): void {
    const at = up();
    // Readings are wanted on the beat: one that came out of turn does not move it.
    const isDue = at >= due;
    if (isNaN(value) || !(isDue || (change > 0 && Math.abs(value - last) >= change))) return;
    if (isDue) due = at - (at % every) + every;
    last = value;
    tell(head + +value.toFixed(3) + tail, at);
  }

  return function () {
    if (change > 0 || up() >= due) read(take);
  };
}
