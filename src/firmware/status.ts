/** The optional status LED: how many short flashes in a row, every two seconds, tell a person what is wrong. */
import type { Output } from "../../board/board.ts";

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

/** Returns the function that sets what the LED tells. */
export function createStatus(write: Output): (status: Status) => void {
  let flashes: number = Status.Wifi;
  let step = 0;
  let timer = 0;

  function next(): void {
    if (flashes === 0) {
      timer = 0;
      write(1);
      return;
    }
    write(step % 2 ? 0 : 1);
    step++;
    const isPause = step === flashes * 2;
    if (isPause) step = 0;
    timer = setTimeout(next, isPause ? ROUND - (flashes * 2 - 1) * FLASH : FLASH);
  }

  return function (status) {
    if (flashes === status && timer) return;
    if (timer) clearTimeout(timer);
    flashes = status;
    step = 0;
    next();
  };
}
