/** The hardware around a virtual chip: everything it gets from outside while powered. */
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
  /** As in the chip's register. */
  resetCause: number;
  ctrlCInterrupts: boolean;
  version: string;
  wifiAnswersFailure: boolean;
  negatedPins: readonly number[];
  /** Real ms that a call may take before it counts as a hang. */
  hangLimit: number;
  /** Receives serial output, bytes as characters. */
  out: (text: string) => void;
  onLevel: (pin: string, level: number) => void;
  /** The chip restarts, by `E.reboot()` or by its watchdog. */
  onReboot: (why: "reboot" | "watchdog") => void;
  /** The power went within a write to flash; see flash-power.ts. */
  onPowerLoss: () => void;
}
