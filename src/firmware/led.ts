/** The LED: what a command makes of it, blinking, and turning back to what it was. */
import type { Output } from "../../board/board.ts";
import { setOutput } from "../../board/esp32.ts";
import type { Blink, Command } from "./commands.ts";
import { client, node, say } from "./mqtt.ts";
import { Priority } from "./priority.ts";
import { texts } from "./texts.ts";
import { Topic } from "./topics.ts";

/** Perceived brightness over duty cycle: with this exponent 0.5 looks half as bright as 1 (the usual display gamma). */
const GAMMA = 2.2;

let output: Output;
// 0 or 1: a boolean takes another JsVar.
let on = 0;
let lit = 0;
let brightness = 1;
// What a blink or a `for` turns back to; the same as the two above when neither is under way.
let restOn = 0;
let restBrightness = 1;
let blinking: Blink | undefined; // its `count` goes down to 0
let blinkTimer = 0;
let forTimer = 0;

export function setUpLed(config: { led: Output }): void {
  output = config.led;
  setOutput(output, 0);
}

/** The state topic's JSON, without its last brace. While the LED blinks its state is "on". */
export function ledState(): string {
  return '{"state":"' + (on ? "on" : "off") + '","brightness":' + brightness;
}

/** Publishes the state. While offline it is left out: it is said again at each connect. */
export function sayLed(id?: string): void {
  if (client.connected) {
    say(
      Topic.State + node + "/led",
      ledState() + (id === undefined ? "" : ',"id":' + texts()._quote(id)) + "}",
      Priority.State,
    );
  }
}

/** Does a command at once, which ends a blink or a `for` under way. Without one: the other half of a flash. */
export function led(command?: Command): void {
  /** What a blink or a `for` turns back to is a command, too. */
  const back: Command = { state: restOn ? "on" : "off", brightness: restBrightness };
  if (!command) {
    lit = 1 - lit;
    if (lit && blinking && !--blinking.count) command = back;
  }
  if (command) {
    const state = command.state;
    clearTimeout(blinkTimer);
    clearTimeout(forTimer);
    blinkTimer = forTimer = 0;
    on = state === "off" || (state === "toggle" && on) || command.brightness === 0 ? 0 : 1;
    brightness = command.brightness || brightness;
    blinking = command.blink;
    if (command.for) {
      forTimer = setTimeout(led, command.for, back);
    } else {
      // A blink ends in the state that its command names, or in the one before it.
      if (!blinking || state) restOn = on;
      restBrightness = brightness;
    }
    if (blinking) on = 1;
    lit = on;
  }
  setOutput(output, lit ? Math.pow(brightness, GAMMA) : 0);
  if (blinking) blinkTimer = setTimeout(led, lit ? blinking.on : blinking.off);
  if (command) sayLed(command.id);
}
