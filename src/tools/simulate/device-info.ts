/** What must be known of a node to press its button, watch its LED and light its sensor. */
import type { Output } from "../../../board/board.ts";
import type { ButtonEvent } from "../../firmware/button.ts";
import type { Config } from "../../firmware/config.ts";
import type { SensorConfig } from "../../firmware/sensors.ts";
import type { Button } from "./press-queue.ts";

export interface DeviceInfo {
  /** The first part of the topics. */
  base: string;
  button: Button;
  /** Those that are sent. */
  events: readonly ButtonEvent[];
  led: Output;
  sensors: readonly SensorConfig[];
  /** The pin of the first analog sensor, on which the light falls; undefined when there is none. */
  lightPin: string | undefined;
}

/** The board of the simulator brings a light sensor, where the configuration has no sensor of its own. */
const lightSensor: SensorConfig = { name: "light", kind: "analog", pin: "D34", every: 60_000, change: 0.05 };

/** @param events the button events to send instead of the configuration's */
export function deviceInfo({ base, button, led, sensors: configured }: Config, events: readonly ButtonEvent[] = button.events): DeviceInfo {
  const sensors = configured.length === 0 ? [lightSensor] : configured;
  return { base, button, events, led, sensors, lightPin: sensors.find(({ kind }) => kind === "analog")?.pin };
}
