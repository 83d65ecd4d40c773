/** What can go wrong with the chip's own loader, in words for the person who holds the board. */

/** The way into the loader by hand, for boards and ports that cannot be switched into it over the cable. */
export const byHand = "hold BOOT, press and let go of EN, let go of BOOT, and run this again at once";

const wiring = "Its pins and memory are not the ESP32's, which this node is made for: take a board with a plain ESP32 (WROOM-32, WROVER)";

/** Why nothing is written to this chip. */
export function whyNotThisChip(found: string, wanted: string): string {
  const but = /^ESP32-[CHP]/.test(found)
    ? "it has a RISC-V core, which cannot run the ESP32's programs"
    : /^ESP32-S/.test(found)
      ? "it has another core than the ESP32, and another memory map"
      : "it is of another family";
  return `this is an ${found}, not an ${wanted}: ${but}. ${wiring}. Nothing was written`;
}

/** Newer than esptool-js, or no chip of Espressif's. */
export function whyUnknownChip(wanted: string, reason: string): string {
  return `this is not an ${wanted}, but a chip that nobody here knows (${reason}). ${wiring}. Nothing was written`;
}

/** Nobody answers at all. */
export function whySilent(port: string, hasSignals: boolean): string {
  const lines = hasSignals ? "" : `${port} has no DTR and RTS lines, so that it cannot be switched into its loader from here. `;
  return (
    `no chip answers at ${port}. ${lines}Now ${byHand}. If that does not help: another cable (many only charge), ` +
    "another USB socket, and is this the port of the board?"
  );
}

/** It answered, and then did not any more. */
export function whyStopped(doing: string, reason: string, slower: string): string {
  return (
    `the chip stopped answering while ${doing} (${reason}). What it held before may be gone, but its loader cannot be: ` +
    `run this again. If it stops again: a shorter cable, a USB socket of the computer itself, or ${slower}`
  );
}

export function whyDifferent(doing: string, slower: string): string {
  return (
    `what is in flash is not what was sent, found while ${doing}. Run this again with ${slower}; ` +
    "if it happens again, the flash chip is worn out or not connected well"
  );
}

export function whyTooSmall(has: string | undefined, needs: string): string {
  return `the board's flash chip has ${has ?? "an unknown size"}, and Espruino needs ${needs}: take another board. Nothing was written`;
}
