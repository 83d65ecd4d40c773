/** What must be known of a node to press its buttons, watch its outputs and light its sensor. */
import type { ButtonEvent } from "../../firmware/button.ts";
import { buttonDefaults, outputDefaults, type Config, type OutputConfig } from "../../firmware/config.ts";
import type { SensorConfig } from "../../firmware/sensors.ts";
import type { AtLeastOne, NodeInfo } from "../page/protocol.ts";

export interface DeviceInfo extends Omit<NodeInfo, "node"> {
  outputs: AtLeastOne<OutputConfig>;
  /** The first part of the topics. */
  base: string;
  sensors: readonly SensorConfig[];
}

/** The board of the simulator brings a light sensor, where the configuration has no sensor of its own. */
const lightSensor: SensorConfig = { name: "light", kind: "analog", pin: "D34", every: 60_000, change: 0.05 };

/**
 * @param config as flash.config.json has it: the items of its lists may lack keys that have defaults
 * @param events the events that the first button is to send, instead of the configuration's
 */
export function deviceInfo(config: Config, events: readonly ButtonEvent[] = config.button.events): DeviceInfo {
  const { base, button, led, sensors: configured } = config;
  const sensors = configured.length === 0 ? [lightSensor] : configured;
  return {
    base,
    buttons: [{ ...button, events: [...events] }, ...config.buttons.map((given, index) => ({ ...buttonDefaults(index), ...given }))],
    outputs: [{ ...led, name: "led" }, ...config.outputs.map((given, index) => ({ ...outputDefaults(index), ...given }))],
    sensors,
    lightPin: sensors.find(({ kind }) => kind === "analog")?.pin,
  };
}
