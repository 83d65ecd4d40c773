/**
 * The console for people: the global `ding`. Each mention of it makes the object anew, so that it takes RAM only while
 * somebody uses it.
 */
import { press } from "./button.ts";
import type { Config } from "./config.ts";
import { commanded } from "./control.ts";
import { health } from "./health.ts";
import { ledState } from "./led.ts";
import { client } from "./mqtt.ts";
import { settings } from "./settings.ts";

/** What the doctor reads, too. */
function status(): void {
  console.log(client.connected ? "online" : "offline", health(), ledState() + "}");
}

function led(command: unknown): void {
  commanded({ topic: "ding.led", message: String(command), retain: false });
}

function help(): void {
  console.log('ding.status() ding.press() ding.led("toggle") ding.config');
}

/** The configuration in use, without its passwords. */
function config(): Config {
  const known = settings().read();
  known.wifi.password = known.mqtt.password = "(not shown)";
  return known;
}

export interface Console {
  status(): void;
  press(): void;
  led(command: unknown): void;
  help(): void;
  readonly config: Config;
}

/** The global `ding`. */
export function people(): Console {
  "on demand";
  return {
    status: status,
    press: press,
    led: led,
    help: help,
    get config() {
      return config();
    },
  };
}
