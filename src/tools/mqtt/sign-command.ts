/** Signs a command as a node with `mqtt.key` wants it (docs/signing.md). */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * The signed form of a command.
 * @param command JSON with an object, or a word, which becomes `{"state": word}`
 * @param n higher than in every command before, at most 2^53 - 1; the time in ms will do
 * @param key 16 to 64 bytes
 */
export function signCommand(topic: string, command: string, n: number, key: string): string {
  const text = command.trim();
  const object = text.startsWith("{") ? text : JSON.stringify({ state: text });
  const signed = `${object.replace(/\}$/, "")},"n":${n}`;
  return `${signed},"mac":"${authenticationCode(`${topic}\n${signed}`, key)}"}`;
}

/** Numbers for the commands of one sender: the time in ms, but two commands in the same ms need two numbers. */
export function risingNumbers(): () => number {
  let last = 0;
  return () => (last = Math.max(last + 1, Date.now()));
}

/** HMAC-SHA256 in Base64. */
export function authenticationCode(text: string, key: string): string {
  return btoa(String.fromCharCode(...hmac(sha256, utf8ToBytes(key), utf8ToBytes(text))));
}

/** What is wrong with a key; undefined if nothing is. */
export function keyFault(key: string): string | undefined {
  const { length } = utf8ToBytes(key);
  if (/\p{Cc}/u.test(key)) return "the key must be a text of one line";
  return length < 16 || length > 64 ? `the key must be 16 to 64 bytes, and is ${length}` : undefined;
}
