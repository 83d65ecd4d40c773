/**
 * Signed commands (docs/signing.md): with `mqtt.key` a command must be JSON that ends in `,"n":1042,"mac":"..."}`. The code is
 * over the topic, a line feed, and the payload up to `,"mac":`; n must be higher than in every command before.
 */
import type { Message } from "tinymqtt";
import { hasRegion } from "../../board/esp32/flash-region.ts";
import { noteCounter, openCounter, type CommandCounter } from "./command-counter.ts";
import { hmac, hmacKey, type HmacKey } from "./hmac.ts";
import { updateTopic } from "./mqtt.ts";
import { setUpSigner } from "./signed-messages.ts";

/** What a command needs of its message. */
export type CommandMessage = Pick<Message, "topic" | "message" | "properties">;

export interface Verifier {
  _key: HmacKey;
  /** Undefined: nothing can be noted, and every command is refused. */
  _counter: CommandCounter | undefined;
}

/** Bytes. A key that is not valid has been replaced by a shorter text, with which every command is refused. */
const minKey = 16;
/** Bytes of a signed payload, and of one that changes the configuration. */
const maxSigned = 512;
const maxChange = 2048;
/** Characters from `,"mac":"` to the end. */
const tailLength = 54;
/** 2^53 - 1 has 16 digits. */
const maxDigits = 16;

/** Undefined without a key: commands need no signature. */
export let verifier: Verifier | undefined;

/** @param key `mqtt.key` @param signs `mqtt.sign` */
export function setUpVerifier(key: string, signs: boolean): void {
  if (!key) return;
  const hashed = hmacKey(key);
  const isValid = key.length >= minKey;
  verifier = { _key: hashed, _counter: isValid && hasRegion() ? openCounter(hashed._inner) : undefined };
  if (signs && isValid) setUpSigner(hashed);
}

/** The command in a signed message; undefined if it has no valid signature, or one that came before. */
export function verify(by: Verifier, message: CommandMessage): CommandMessage | undefined {
  const payload = message.message;
  const counter = by._counter;
  const signed = payload.substr(0, payload.length - tailLength);
  const at = signed.lastIndexOf(',"n":');
  const digits = signed.substr(at + 5);
  if (!counter || isTooLong(message) || at < 0 || digits.length > maxDigits || !/^[1-9]\d*$/.test(digits)) return undefined;
  if (payload.substr(signed.length) !== ',"mac":"' + hmac(by._key, message.topic + "\n" + signed) + '"}') return undefined;
  const padded = ("000000000000000" + digits).substr(-maxDigits);
  // Noted first: a power cut must not leave a command that was obeyed and can be repeated.
  if (padded <= counter._highest || !noteCounter(counter, padded)) return undefined;
  return Object.assign({}, message, { message: signed.substr(0, at) + "}" }) as CommandMessage;
}

function isTooLong(message: CommandMessage): boolean {
  const length = message.message.length;
  return length > maxSigned && (length > maxChange || message.topic !== updateTopic());
}
