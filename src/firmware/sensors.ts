/** Sensors: a reading every `every` ms, and at once when the value moved by `change` or more. */
import type { SensorKind } from "../../board/sensors/kinds.ts";
import { up } from "./clock.ts";
import { quote } from "./utf8.ts";

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

/** A reading, and when it was taken, in ms of `up`. */
export type OnReading = (quotedName: string, value: number, unit: string, at: number) => void;

interface Sensor {
  _name: string;
  _quotedName: string;
  _kind: SensorKind;
  _pin: string;
  /** ms between readings. */
  _every: number;
  /** 0: no reading out of turn. */
  _change: number;
  /** ms of `up`: when the next reading is to be sent, whatever the value. */
  _dueAt: number;
  /** ms of `up`: when the reading under way began; -1: none is. */
  _startedAt: number;
  _isFailing: boolean;
  /** The value that was sent last; NaN before. */
  _sentValue: number;
}

/** ms after which a reading that does not come counts as a failure. */
const patience = 30000;
/** ms: how often `lookAtSensors` is called. A reading comes at the call that is nearest. */
const lookEvery = 1000;

let sensors: Sensor[] = [];
let onReading: OnReading;

export function setUpSensors(configs: SensorConfig[], kinds: { [name: string]: SensorKind }, tell: OnReading): void {
  onReading = tell;
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

/** Starts the readings that are due; call it once a second. */
export function lookAtSensors(): void {
  const now = up();
  sensors.forEach(function (sensor) {
    if (sensor._startedAt < 0) startIfWanted(sensor, now);
    else if (now - sensor._startedAt > patience) takeFailure(sensor, sensor._startedAt, "no answer");
  });
}

/** One reading at a time; with `change` one at each look, but for a sensor that fails. */
function startIfWanted(sensor: Sensor, now: number): void {
  const isDue = now >= sensor._dueAt - lookEvery / 2;
  if (!isDue && (!sensor._change || sensor._isFailing)) return;
  sensor._startedAt = now;
  // By a timer of its own, so that one that takes long or throws stops no other.
  setTimeout(read, 0, sensor, now, isDue);
}

function read(sensor: Sensor, startedAt: number, isDue: boolean): void {
  if (isDue) sensor._dueAt = Math.max(sensor._dueAt, startedAt) + sensor._every;
  try {
    sensor._kind.read(sensor._pin, function (value) {
      if (isFinite(value)) takeValue(sensor, startedAt, isDue, value);
      else takeFailure(sensor, startedAt, "no reading");
    });
  } catch (error) {
    takeFailure(sensor, startedAt, String(error));
  }
}

/** Ends the reading that began then. False if it has ended already: the answer comes too late, or twice. */
function finish(sensor: Sensor, startedAt: number): boolean {
  if (sensor._startedAt !== startedAt) return false;
  sensor._startedAt = -1;
  return true;
}

function takeValue(sensor: Sensor, startedAt: number, isDue: boolean, value: number): void {
  if (!finish(sensor, startedAt)) return;
  if (sensor._isFailing) console.log("sensor " + sensor._name + ": works again");
  sensor._isFailing = false;
  const hasMoved = sensor._change && Math.abs(value - sensor._sentValue) >= sensor._change;
  if (!isDue && !hasMoved) return;
  sensor._sentValue = value;
  onReading(sensor._quotedName, value, sensor._kind.unit, up());
}

/** A sensor that fails is named once, until it works again. */
function takeFailure(sensor: Sensor, startedAt: number, what: string): void {
  if (!finish(sensor, startedAt)) return;
  if (!sensor._isFailing) console.log("sensor " + sensor._name + ": " + what);
  sensor._isFailing = true;
}
