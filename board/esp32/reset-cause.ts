/** Why the chip began to run. */

const enum Register {
  /** RTC_CNTL_RESET_STATE_REG of the ESP32 (Technical Reference Manual, "Reset and Clock"). */
  ResetState = 0x3ff48034,
  /** The first core's cause. */
  CauseMask = 0x3f,
}

const enum ResetCause {
  /** Power, or the EN button. */
  PowerOn = 1,
  BrownOut = 15,
}

/** Whether the power came, or somebody pressed EN; false after a watchdog, a crash, or a restart by a program. */
export function isPowerOn(): boolean {
  if (process.env.BOARD !== "ESP32") return false; // other chips have the register elsewhere
  const cause = peek32(Register.ResetState) & Register.CauseMask;
  return cause === ResetCause.PowerOn || cause === ResetCause.BrownOut;
}
