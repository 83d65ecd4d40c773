/** CRC-32 (IEEE 802.3), as in `E.CRC32` and dist/manifest.json. In plain JavaScript: the page's browser needs it as well. */

const table = Uint32Array.from({ length: 256 }, (_zero, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

/** @param bytes as numbers, or as a text with one character for each */
export function crc32(bytes: string | Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    const byte = typeof bytes === "string" ? bytes.charCodeAt(i) : (bytes[i] ?? 0);
    crc = (crc >>> 8) ^ (table[(crc ^ byte) & 255] ?? 0);
  }
  return ~crc >>> 0;
}
