/** Sensors: a reading every `every` ms, and at once when the value moved by `change` or more. */
import type { Sensors } from "../../board/board.ts";
import { up } from "./clock.ts";

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

/** A sensor at work. Its name and unit are JSON texts. */
export interface Watched {
  kind: string;
  pin: string;
  name: string;
  unit: string;
  every: number;
  change: number;
  /** ms of `up`. */
  due: number;
  /** The value that was sent last; NaN: none yet. */
  last: number;
}

let watched: Watched[] = [];
let reader: () => Sensors;
let tell: (fields: string, at: number) => void;

/** `listener` gets each reading: its own part of the message in JSON, and its moment (ms of `up`). */
export function setUpSensors(list: Watched[], sensors: () => Sensors, listener: (fields: string, at: number) => void): void {
  watched = list;
  reader = sensors;
  tell = listener;
}

/** Looks at every sensor; call it once a second. `failed` hears of one that throws; the others are read all the same. */
export function lookAtSensors(failed: (error: unknown) => void): void {
  watched.forEach(function (sensor) {
    try {
      if (sensor.change > 0 || up() >= sensor.due) {
        reader().read(sensor.kind, sensor.pin, function (value) {
          const at = up();
          const isDue = at >= sensor.due;
          const moved = sensor.change > 0 && Math.abs(value - sensor.last) >= sensor.change;
          if (!isFinite(value) || !(isDue || moved)) return;
          // Readings are wanted on the beat: one that came out of turn does not move it.
          if (isDue) sensor.due = at - (at % sensor.every) + sensor.every;
          sensor.last = value;
          const rounded = Math.round(value * 1000) / 1000;
          tell('"type":"reading","sensor":' + sensor.name + ',"value":' + rounded + ',"unit":' + sensor.unit, at);
        });
      }
    } catch (error) {
      failed(error);
    }
  });
}
