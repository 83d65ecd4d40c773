/** What must be known of a node to press its button and watch its LED. */
import type { Output } from "../../../board/board.ts";
import type { Config } from "../../firmware/config.ts";
import type { Button } from "./press-queue.ts";

export interface DeviceInfo {
  /** The first part of the topics. */
  base: string;
  button: Button;
  led: Output;
  /** Whether a press is sent at all: `button.events` holds it. */
  sendsPress: boolean;
}

export function deviceInfo({ base, button, led }: Config): DeviceInfo {
  return { base, button, led, sendsPress: button.events.includes("press") };
}
