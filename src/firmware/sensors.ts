/** Sensors: a reading every `every` ms, and at once when the value moved by `change` or more. */
import type { ReadSensor } from "../../board/board.ts";
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

/** A sensor at work. Its text is JSON: what stands before and after the value in a message. */
export interface Watched {
  kind: string;
  pin: string;
  head: string;
  tail: string;
  every: number;
  change: number;
  /** ms of `up`. */
  due: number;
  /** The value that was sent last; NaN: none yet. */
  last: number;
}

let watched: Watched[] = [];
let read: ReadSensor;
let tell: (fields: string, at: number) => void;

/** `listener` gets each reading: its own part of the message in JSON, and its moment (ms of `up`). */
export function setUpSensors(
  sensors: Watched[],
  readSensor: ReadSensor,
  listener: (fields: string, at: number) => void,
): void {
  watched = sensors;
  read = readSensor;
  tell = listener;
}

function take(sensor: Watched, value: number): void {
  const at = up();
  const isDue = at >= sensor.due;
  if (!isFinite(value) || !(isDue || (sensor.change > 0 && Math.abs(value - sensor.last) >= sensor.change))) return;
  // Readings are wanted on the beat: one that came out of turn does not move it.
  if (isDue) sensor.due = at - (at % sensor.every) + sensor.every;
  sensor.last = value;
  tell(sensor.head + +value.toFixed(3) + sensor.tail, at);
}

/** Looks at every sensor; call it once a second. `failed` hears of one that throws; the others are read all the same. */
export function lookAtSensors(failed: (error: unknown) => void): void {
  watched.forEach(function (sensor) {
    try {
      if (sensor.change > 0 || up() >= sensor.due) {
        read(sensor.kind, sensor.pin, function (value) {
          take(sensor, value);
        });
      }
    } catch (error) {
      failed(error);
    }
  });
}
