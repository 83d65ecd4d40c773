/** The JSON of button events and readings; mqtt.ts has their topics. `node`, `boot` and `seq` together identify a message. */
import { timeField } from "./clock.ts";
import type { ButtonEvent } from "./button.ts";
import { boot, quotedNode } from "./identity.ts";
import { quote } from "./utf8.ts";

let seq = 0;

/** A button event; each call takes the next `seq`. `at`: when it happened, ms of `up`; `held`: ms; `name`: the button's name, "" for none. */
export function eventMessage(event: ButtonEvent, at: number, held: number | undefined, name: string): string {
  const buttonField = name && ',"button":' + quote(name);
  const heldField = held === undefined ? "" : ',"held":' + held;
  return `{"node":${quotedNode},"boot":${boot},"seq":${++seq},"type":"button"${buttonField},"event":"${event}"${heldField},"up":${at}${timeField(at)}}`;
}

/** A sensor reading, likewise. `quotedName`: the sensor's name as a JSON string; `at`: ms of `up`. The value is rounded to three decimals. */
export function readingMessage(quotedName: string, value: number, unit: string, at: number): string {
  const rounded = Math.round(value * 1000) / 1000;
  const reading = `"sensor":${quotedName},"value":${rounded},"unit":"${unit}"`;
  return `{"node":${quotedNode},"boot":${boot},"seq":${++seq},"type":"reading",${reading},"up":${at}${timeField(at)}}`;
}
