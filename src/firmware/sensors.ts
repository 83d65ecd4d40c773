/** Sensors: a reading every `every` ms, and at once when the value moved by `change` or more. */
import { sensorKinds } from "../../board/sensors/kinds.ts";
import { up } from "./clock.ts";
import { sendSensor } from "./messages.ts";
import { Priority } from "./priority.ts";
import { texts } from "./texts.ts";

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

/** A sensor at work: what is still undefined is neither less nor more than anything. */
interface Sensor extends SensorConfig {
  /** ms of `up`. */
  due?: number;
  /** The value that was sent last. */
  last?: number;
}

let sensors: Sensor[] = [];

export function setUpSensors(config: { sensors: Sensor[] }): void {
  sensors = config.sensors;
}

/** Reads a sensor, and sends what is worth it. */
function look(sensor: Sensor): void {
  const kind = sensorKinds()[sensor.kind]!;
  kind[2](sensor.pin, function (value) {
    const at = up();
    const isDue = !(at < sensor.due!);
    if (!isFinite(value) || !(isDue || (sensor.change && Math.abs(value - sensor.last!) >= sensor.change))) return;
    // Readings are wanted on the beat: one that came out of turn does not move it.
    if (isDue) sensor.due = at - (at % sensor.every) + sensor.every;
    sensor.last = value;
    sendSensor(
      '"type":"reading","sensor":' + texts()._quote(sensor.name) + ',"value":' + Math.round(value * 1000) / 1000 + ',"unit":"' + kind[0] + '"',
      at,
      Priority.Reading,
    );
  });
}

/** Looks at every sensor; call it once a second. Each is read by a timer of its own: one that throws stops no other. */
export function lookAtSensors(): void {
  sensors.forEach(function (sensor) {
    if (sensor.change || !(up() < sensor.due!)) setTimeout(look, 0, sensor);
  });
}
