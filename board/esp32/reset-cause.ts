/** Why the chip started: reads the reset cause from its register. */

const enum Register {
  /** RTC_CNTL_RESET_STATE_REG of the ESP32 (Technical Reference Manual, "Reset and Clock"). */
  ResetState = 0x3ff48034,
  /** The cause for the first core. */
  CauseMask = 0x3f,
}

const enum ResetCause {
  /** Power, or the EN button. */
  PowerOn = 1,
  BrownOut = 15,
}

/**
 * Whether this is a power-on, a brown-out that the hardware noticed, or a press of EN; false after a reset by the watchdog, a
 * crash or a program. (ESP-IDF, when it notices a brown-out itself, restarts by software.)
 */
export function isPowerOn(): boolean {
  if (process.env.BOARD !== "ESP32") return false; // on other chips the register is elsewhere
  const cause = peek32(Register.ResetState) & Register.CauseMask;
  return cause === ResetCause.PowerOn || cause === ResetCause.BrownOut;
}
