/** The board stopped, and started again: what happens around the writing. */
import { UserError } from "../command-line.ts";
import type { BoardConsole } from "../serial/console.ts";
import { StartReport } from "./start-report.ts";
import type { BoardStorage } from "./storage.ts";

/** A global of the life that we ended; the next one does not have it. */
const mark = "flashing";
/** s; the watchdog that the node left behind. It cannot be turned off, but Espruino can kick it in its idle loop. */
const watchdog = 90;

/** Stops whatever runs, by `reset()`: `.bootcde` is not started again. */
export async function stopProgram(console: BoardConsole, storage: BoardStorage): Promise<void> {
  await storage.value(`(global.${mark}=1)`);
  for (let attempt = 0; attempt < 10; attempt++) {
    // It takes effect once the interpreter is idle, which may be after the next question. Or it lost a key.
    if (attempt % 3 === 0) await console.type("\x10reset()\n");
    if ((await storage.value(`typeof global.${mark}`)) !== "undefined") continue;
    // The node kicks it by a timer that is gone now.
    await storage.value(`(E.enableWatchdog(${watchdog},true),1)`);
    await storage.value(`(global.${mark}=1)`);
    return;
  }
  throw new UserError("the board's program cannot be stopped: press EN (or switch off and on) and run npm run flash at once");
}

/** Restarts the chip and resolves with what its node says of itself, as soon as it is online or `ms` have passed. */
export async function restart(console: BoardConsole, storage: BoardStorage, ms: number): Promise<StartReport> {
  const report = new StartReport();
  let change: () => void = () => undefined;
  const stop = console.onLine((line) => {
    report.line(line);
    change();
  });
  const patience = (): Promise<void> =>
    new Promise((resolve) => {
      const late = setTimeout(resolve, Math.min(ms, 8_000));
      change = () => {
        if (report.name === undefined && !report.settled) return;
        clearTimeout(late);
        resolve();
      };
    });
  try {
    const end = Date.now() + ms;
    for (let attempt = 0; attempt < 3; attempt++) {
      const begun = patience();
      await console.type("\x10E.reboot()\n");
      await begun;
      if (report.name !== undefined || report.settled) break;
      if ((await storage.value(`typeof global.${mark}`)) === "undefined") break; // it restarted, and said nothing
    }
    while (!report.settled && Date.now() < end) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, end - Date.now());
        change = () => {
          if (!report.settled) return;
          clearTimeout(late);
          resolve();
        };
      });
    }
    return report;
  } finally {
    stop();
  }
}
