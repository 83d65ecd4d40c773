/** Which serial port the board is on. */
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { espChip, showPort, type PortInfo } from "./list-ports.ts";

/**
 * The one port that looks like an ESP32.
 * @throws {UserError} that lists the ports when there is not exactly one
 */
export function choosePort(ports: readonly PortInfo[]): PortInfo {
  const likely = ports.filter(espChip);
  const [only] = likely;
  if (only && likely.length === 1) return only;
  if (ports.length === 0) {
    throw new UserError("there is no serial port: plug the board in with a USB cable that carries data (some only charge)", exitCodes.noBoard);
  }
  const list = ports.map((port) => `\n  ${showPort(port)}`).join("");
  if (likely.length > 1) throw new UserError(`more than one port looks like an ESP32; choose with --port <path>:${list}`, exitCodes.usage);
  throw new UserError(`no port looks like an ESP32; if it is one of these, choose with --port <path>:${list}`, exitCodes.noBoard);
}
