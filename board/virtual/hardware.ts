/** What a virtual chip is soldered to: all that it gets from outside while it has power. */
import type { AccessPoint } from "./access-point.ts";
import type { Clock } from "./clock.ts";
import type { Network } from "./network.ts";
import type { Flash } from "./storage.ts";

export interface Hardware {
  clock: Clock;
  flash: Flash;
  network: Network;
  accessPoint: AccessPoint;
  random: () => number;
  temperature: () => number;
  serial: string;
  /** As the chip's register says it. */
  resetCause: number;
  version: string;
  wifiAnswersFailure: boolean;
  negatedPins: readonly number[];
  /** real ms that a call may keep the interpreter busy before it counts as a hang */
  hangLimit: number;
  /** Bytes for the serial line, as characters. */
  out: (text: string) => void;
  onLevel: (pin: string, level: number) => void;
  /** The chip starts over: `E.reboot()`, or its watchdog, which says so. */
  onReboot: (why: "reboot" | "watchdog") => void;
}
