/**
 * Signed messages (docs/signing.md): with `mqtt.sign` the JSON of presses, readings and health ends in `,"mac":"..."}`. The code
 * is over the topic, a line feed, and the payload up to `,"mac":`, as in a signed command.
 */
import { hmac, type HmacKey } from "./hmac.ts";

/** What messages are signed with; undefined: they are not. */
export let signer: HmacKey | undefined;

/** From here on messages are signed. */
export function setUpSigner(key: HmacKey): void {
  signer = key;
}

/** A message as it goes out. @param json an object with at least one key */
export function sign(key: HmacKey, topic: string, json: string): string {
  const signed = json.substr(0, json.length - 1);
  return signed + ',"mac":"' + hmac(key, topic + "\n" + signed) + '"}';
}
