/** Failures in words for the user, and the exit codes that go with them. */

/** Exit codes, the same for every command. A finished command exits with 0. */
export const exitCodes = {
  /** Something failed that no option could have prevented. */
  failed: 1,
  /** An option or an argument is missing, unknown or out of range. */
  usage: 2,
  /** Nothing that speaks MQTT answers at the broker's address. */
  unreachable: 3,
  /** The broker answered and said no: to the connection, the subscription or the message. */
  refused: 4,
  /** There is no serial port with a board on it. */
  noBoard: 5,
  /** It was done, and what became of it is said where this computer does not hear it. */
  unknown: 6,
} as const;

/** A failure in words for the user; `exitCode` is one of {@link exitCodes}. */
export class UserError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}
