/**
 * The console for people: the global `ding`. Each mention of it makes the object anew, so that it takes RAM only while
 * somebody uses it.
 */
import { press } from "./button.ts";
import type { Config } from "./config.ts";
import { commanded } from "./control.ts";
import { ledState } from "./led.ts";
import { health } from "./link.ts";
import { client } from "./mqtt.ts";
import { texts } from "./texts.ts";

export interface Console {
  status(): void;
  press(): void;
  led(command: unknown): void;
  help(): void;
  readonly config: Config;
}

function people(): Console {
  "on demand";
  return {
    // The doctor reads it, too.
    status: function () {
      console.log(client.connected ? "online" : "offline", health(), ledState() + "}");
    },
    press: press,
    // As from a control topic: what is no command is answered on the error topic, too.
    led: function (command) {
      commanded({ topic: "ding.led", message: String(command) });
    },
    help: function () {
      console.log('ding.status() ding.press() ding.led("toggle") ding.config');
    },
    /** The configuration in use, without its passwords. */
    get config() {
      const known = texts()._config();
      known.wifi.password = known.mqtt.password = "(not shown)";
      return known;
    },
  };
}

/** Makes the global `ding`. */
export function setUpConsole(): void {
  Object.defineProperty(global, "ding", { get: people });
}
