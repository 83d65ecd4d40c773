/** What of a change can be told to be wrong before the node is asked, by the node's own rules. Its ding.json is not known here. */
import { isObject, type JsonObject } from "../../firmware/validate.ts";
import { withoutLogin } from "../board-setup/settle-config.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { basisOf, checkConfig, configBytes } from "../config/check-config.ts";
import type { Settings } from "../config/settings-shape.ts";

/** How the node's check names a pin that another part has. Which pins are taken depends on the node's ding.json. */
const takenPin = ": it is taken by ";

/**
 * @param settings the pins that there are, and the defaults
 * @param key the node's `mqtt.key`
 * @throws {UserError} that names every key that is wrong
 */
export function checkChange(change: JsonObject, { device, board }: Pick<Settings, "device" | "board">, key: string): void {
  const { mqtt } = change;
  if (mqtt === null || (isObject(mqtt) && Object.hasOwn(mqtt, "key"))) {
    throw new UserError("mqtt.key can be set by cable only: npm run flash -- --only-config --key-file <file>", exitCodes.usage);
  }
  // What would be checked against the rest of the node's ding.json is taken for right.
  const defaults = { ...device, mqtt: { ...device.mqtt, key }, button: { ...device.button, name: "" } };
  const { faults } = checkConfig(configBytes(withoutNulls(change)), basisOf(defaults, board));
  const certain = faults.filter((fault) => !fault.includes(takenPin)).map(withoutLogin);
  if (certain.length > 0) throw new UserError(["the change is not right:", ...certain].join("\n  "), exitCodes.usage);
}

/** The keys that a change sets, without those that it removes with `null`. A `null` in a list is an ordinary value, and stays. */
function withoutNulls(change: JsonObject): JsonObject {
  const set = Object.entries(change).filter(([, value]) => value !== null);
  return Object.fromEntries(set.map(([key, value]) => [key, isObject(value) ? withoutNulls(value) : value]));
}
