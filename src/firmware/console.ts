/**
 * The console for people: the global `ding`. Each mention of it makes the object anew, so that it takes RAM only while
 * somebody uses it.
 */
import { button } from "./button.ts";
import { up } from "./clock.ts";
import type { Config } from "./config.ts";
import { led as theLed, ledState } from "./led.ts";
import { client } from "./mqtt.ts";
import { text } from "./texts.ts";

function status(): void {
  const memory = process.memory();
  console.log(
    "up " + Math.round(up() / 1000) + " s; mqtt " + (client.connected ? "connected" : "not connected") +
      ", losses " + client.losses + (client.last ? " (" + client.last + ")" : "") +
      ", queued " + client.queued + ", dropped " + client.dropped +
      "; led " + ledState() + "}; memory " + memory.usage + " of " + memory.total,
  );
}

function press(): void {
  const lib = button();
  lib.edge(true, up());
  lib.edge(false, up());
}

function led(command: unknown): void {
  const parsed = text().command(String(command));
  if (typeof parsed === "string") console.log(parsed);
  else theLed().apply(parsed);
}

function help(): void {
  console.log(
    "ding.status()       how the node is doing\n" +
      "ding.press()        as if the button was pressed\n" +
      'ding.led("toggle")  a command, as on the control topic\n' +
      "ding.config         what ding.json and the defaults make, without passwords",
  );
}

/** The configuration in use, without its passwords. */
function config(): Config {
  const known = text().config();
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

function people(): Console {
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

/** Makes the global `ding`. */
export function setUpConsole(): void {
  Object.defineProperty(global, "ding", { get: people });
}
