/** The firmware's own check of a configuration, on this computer. */
import { decodeUtf8, encodeUtf8 } from "../../../board/shared/byte-text.ts";
import { sensorKinds } from "../../../board/sensors/kinds.ts";
import { loadConfig, type Config, type ConfigBasis } from "../../firmware/config.ts";
import type { Fault } from "../../firmware/validate.ts";
import type { BoardFile } from "./board-file.ts";

/** An object as the chip has it: JSON in UTF-8, one character for each byte. */
export function configBytes(config: object): string {
  return encodeUtf8(JSON.stringify(config));
}

/** What the node checks against. `defaults` may hold texts as this computer has them: on the chip they are bytes. */
export function basisOf(defaults: object, board: Pick<BoardFile, "pins">): ConfigBasis {
  const kinds = Object.entries(sensorKinds()).map(([name, { use }]) => [name, use] as const);
  return { defaults: JSON.parse(configBytes(defaults)) as Config, pins: board.pins, sensorUses: Object.fromEntries(kinds) };
}

/** What somebody who uses these pins should know, a line each. Of the board's own button and LED they know. */
export function pinNotes({ button, buttons, led, outputs, status, sensors }: Config, board: BoardFile): string[] {
  const parts: [part: string, pin: string][] = [
    ["button", button.pin],
    ["led", led.pin],
    ["status", status.pin],
    ...buttons.map(({ pin }, i): [string, string] => [`buttons[${i}]`, pin]),
    ...outputs.map(({ pin }, i): [string, string] => [`outputs[${i}]`, pin]),
    ...sensors.map((sensor, i): [string, string] => [`sensors[${i}]`, sensor.pin]),
  ];
  return parts.flatMap(([part, pin]) => {
    if (pin === board.button.pin || pin === board.led.pin) return [];
    const { note, buttonNote } = board.pins[pin] ?? {};
    const notes = part.startsWith("button") ? [note, buttonNote] : [note];
    return notes.filter((text) => text !== undefined).map((text) => `${part}.pin ${pin}: ${text}`);
  });
}

/**
 * The configuration that a ding.json makes, and what the node would say about it, a line each; nothing when all is good.
 * @param bytes of the file
 */
export function checkConfig(bytes: string, basis: ConfigBasis): { config: Config; faults: string[] } {
  const faults: Fault[] = [];
  const config = loadConfig(basis, bytes, undefined, faults);
  // What the node would use in place of what is wrong is not told: it does not get to the board.
  return { config, faults: faults.map(({ what }) => decodeUtf8(what)) };
}
