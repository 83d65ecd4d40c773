/** Sensors: a reading every `every` ms, and at once when the value has changed by `change` or more. */
import type { SensorKind } from "../../board/sensors/kinds.ts";
import { up } from "./clock.ts";
import { quote } from "./utf8.ts";

export interface SensorConfig {
  name: string;
  kind: string;
  /** "" for a kind without a pin. */
  pin: string;
  /** ms between readings. */
  every: number;
  /** Change that triggers an extra reading, in the reading's unit; 0: no extra readings. */
  change: number;
}

/** Receives a reading and its time in ms of `up`. */
export type OnReading = (quotedName: string, value: number, unit: string, at: number) => void;

interface Sensor {
  _name: string;
  _quotedName: string;
  _kind: SensorKind;
  _pin: string;
  /** ms between readings. */
  _every: number;
  /** 0: no extra readings. */
  _change: number;
  /** When the next regular reading is due, ms of `up`. */
  _dueAt: number;
  /** When the pending reading began, ms of `up`; -1: none is pending. */
  _startedAt: number;
  _isFailing: boolean;
  /** The last value sent; NaN before the first. */
  _sentValue: number;
}

/** ms after which a reading that has not arrived counts as failed. */
const readTimeout = 30000;
/** ms between calls of `pollSensors`. A reading is taken at the call nearest to its due time. */
const pollInterval = 1000;

let sensors: Sensor[] = [];
let onReading: OnReading;

export function setUpSensors(configs: SensorConfig[], kinds: { [name: string]: SensorKind }, listener: OnReading): void {
  onReading = listener;
  sensors = configs.map(function (config) {
    return {
      _name: config.name,
      _quotedName: quote(config.name),
      _kind: kinds[config.kind]!,
      _pin: config.pin,
      _every: config.every,
      _change: config.change,
      _dueAt: 0,
      _startedAt: -1,
      _isFailing: false,
      _sentValue: NaN,
    };
  });
}

/** Starts the readings that are due. Call it once a second. */
export function pollSensors(): void {
  const now = up();
  sensors.forEach(function (sensor) {
    if (sensor._startedAt < 0) startIfDue(sensor, now);
    else if (now - sensor._startedAt > readTimeout) onFailure(sensor, sensor._startedAt, "no answer");
  });
}

/** Starts a reading if one is due. With `change`, a working sensor is read at every poll. */
function startIfDue(sensor: Sensor, now: number): void {
  const isDue = now >= sensor._dueAt - pollInterval / 2;
  if (!isDue && (!sensor._change || sensor._isFailing)) return;
  sensor._startedAt = now;
  // In its own timer, so that a slow sensor or an exception does not stop the others.
  setTimeout(read, 0, sensor, now, isDue);
}

function read(sensor: Sensor, startedAt: number, isDue: boolean): void {
  if (isDue) sensor._dueAt = Math.max(sensor._dueAt, startedAt) + sensor._every;
  try {
    sensor._kind.read(sensor._pin, function (value) {
      if (isFinite(value)) onValue(sensor, startedAt, isDue, value);
      else onFailure(sensor, startedAt, "no reading");
    });
  } catch (error) {
    onFailure(sensor, startedAt, String(error));
  }
}

/** Ends the reading that began at `startedAt`. False if it has already ended: the answer is late or a repeat. */
function finish(sensor: Sensor, startedAt: number): boolean {
  if (sensor._startedAt !== startedAt) return false;
  sensor._startedAt = -1;
  return true;
}

function onValue(sensor: Sensor, startedAt: number, isDue: boolean, value: number): void {
  if (!finish(sensor, startedAt)) return;
  if (sensor._isFailing) console.log("sensor " + sensor._name + ": works again");
  sensor._isFailing = false;
  const hasChanged = sensor._change && Math.abs(value - sensor._sentValue) >= sensor._change;
  if (!isDue && !hasChanged) return;
  sensor._sentValue = value;
  onReading(sensor._quotedName, value, sensor._kind.unit, up());
}

/** Reports the first failure, then stays quiet until the sensor works again. */
function onFailure(sensor: Sensor, startedAt: number, what: string): void {
  if (!finish(sensor, startedAt)) return;
  if (!sensor._isFailing) console.log("sensor " + sensor._name + ": " + what);
  sensor._isFailing = true;
}
