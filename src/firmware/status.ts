/** The optional status LED: how many short flashes in a row, every two seconds, tell a person what is wrong. */
import type { Output } from "../../board/board.ts";
import { setOutput } from "../../board/esp32.ts";

/** As many flashes as the number says; 0 flashes: steady light, all is well. */
export const enum Status {
  Online = 0,
  /** One flash: no Wi-Fi. */
  Wifi = 1,
  /** Two: Wi-Fi is up, the broker is not reached. */
  Broker = 2,
  /** Three: the broker refuses (user name, password, client identifier). */
  Refused = 3,
  /** Four: wifi.ssid or mqtt.host is missing in the configuration. */
  NoConfig = 4,
  /** Five: safe mode, see boot.ts. */
  SafeMode = 5,
}

const FLASH = 150; // ms
const ROUND = 2000; // ms

let output: Output | undefined;
let flashes = -1;
let step = 0;
let timer = 0;

/** Without it, or with no pin, there is no LED. */
export function setUpStatus(config: { status: Output }): void {
  if (config.status.pin) output = config.status;
}

/** Sets what the LED tells; by its timer, without a status, it goes on with that. */
export function showStatus(status?: Status): void {
  if (!output || status === flashes) return;
  if (status! >= 0) {
    clearTimeout(timer);
    flashes = status!;
    step = 0;
  }
  setOutput(output, 1 - (step % 2));
  timer = flashes && setTimeout(showStatus, step + 1 < flashes * 2 ? FLASH : ROUND - step * FLASH);
  step = (step + 1) % (flashes * 2); // NaN for a steady light, until the next status begins at 0
}
