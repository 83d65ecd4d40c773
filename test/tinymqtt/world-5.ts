/** A client that speaks MQTT 5, in a world of its own. */
import type { Options } from "tinymqtt";
import { World } from "./world.ts";

/** Flags, reason code, no properties. */
export const connack = "20 03 00 00 00";

/** Connected. `random` 0 makes the first packet identifier 1. */
export function online5(options: Options = {}, answer = connack): Promise<World> {
  return World.online({ version: 5, random: () => 0, ...options }, answer);
}
