/** HMAC-SHA256 (RFC 2104) by Espruino's own SHA-256. Texts are bytes. */

/** Bytes of a block of SHA-256. */
const blockSize = 64;

/** A key as the two hashes take it: made once, as it takes far longer than they do. */
export interface HmacKey {
  _inner: string;
  _outer: string;
}

/** @param key at most 64 bytes */
export function hmacKey(key: string): HmacKey {
  return { _inner: firstBlock(key, 0x36), _outer: firstBlock(key, 0x5c) };
}

/** The authentication code of a text, in Base64 (RFC 4648, section 4): 44 characters. */
export function hmac(key: HmacKey, text: string): string {
  return btoa(sha256(key._outer + sha256(key._inner + text)));
}

/** 32 bytes. "" for want of memory: as a code that is too short, it fits none. */
export function sha256(text: string): string {
  return E.toString(require("crypto").SHA256(text)) || "";
}

function firstBlock(key: string, pad: number): string {
  let block = "";
  // Behind the key's end charCodeAt gives NaN, which counts as 0.
  for (let i = 0; i < blockSize; i++) block += String.fromCharCode(key.charCodeAt(i) ^ pad);
  return block;
}
