/** The optional status LED: how many short flashes in a row, every two seconds, tell a person what is wrong. */
import type { OutputPin, SetOutput } from "../../board/board.ts";

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

let output: OutputPin | undefined;
let write: SetOutput;
let flashes = -1;
let step = 0;
let timer = 0;

function next(): void {
  if (!output) return;
  write(output, step % 2 && flashes ? 0 : 1);
  timer = 0;
  if (flashes === 0) return;
  step++;
  const isPause = step === flashes * 2;
  if (isPause) step = 0;
  timer = setTimeout(next, isPause ? ROUND - (flashes * 2 - 1) * FLASH : FLASH);
}

export function setUpStatus(pin: OutputPin, setOutput: SetOutput): void {
  output = pin;
  write = setOutput;
}

/** Sets what the LED tells. Without a LED it does nothing. */
export function showStatus(status: Status): void {
  if (flashes === status) return;
  if (timer) clearTimeout(timer);
  flashes = status;
  step = 0;
  next();
}
