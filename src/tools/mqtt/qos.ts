/** Quality of service as an option of a command. */
import { InvalidArgumentError } from "commander";

export type Qos = 0 | 1 | 2;

/** Reads `--qos`. */
export function parseQos(text: string): Qos {
  switch (text) {
    case "0":
      return 0;
    case "1":
      return 1;
    case "2":
      return 2;
    default:
      throw new InvalidArgumentError("It must be 0, 1 or 2.");
  }
}
