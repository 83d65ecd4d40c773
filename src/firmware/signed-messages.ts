/**
 * Signed messages (docs/signing.md): with `mqtt.sign` the JSON of presses, readings and health ends in `,"mac":"..."}`. The code
 * is over the topic, a line feed, and the payload up to `,"mac":`, as in a signed command.
 */
import { hmac } from "./hmac.ts";
import type { Verifier } from "./signed-commands.ts";

/** A message as it goes out. @param json an object with at least one key */
export function sign(by: Verifier, topic: string, json: string): string {
  const signed = json.substr(0, json.length - 1);
  return signed + ',"mac":"' + hmac(by._key, topic + "\n" + signed) + '"}';
}
