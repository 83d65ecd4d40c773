/** The board stopped, and started again: what happens around the writing. */
import { UserError } from "../command-line/user-error.ts";
import type { Advice } from "../board-session/advice.ts";
import type { BoardConsole } from "../board-session/board-console.ts";
import { Listeners, within } from "../serial/serial-link.ts";
import { StartReport } from "../board-session/start-report.ts";
import type { BoardStorage } from "../board-session/board-storage.ts";

/** A global of the life that we ended; the next one does not have it. */
const mark = "flashing";
/** s; the watchdog that the node left behind. It cannot be turned off, but Espruino can kick it in its idle loop. */
const watchdog = 90;

/** So often the chip is told to restart. */
const attempts = 3;

/** What restarts the chip, typed. */
export const rebootCommand = "\x10E.reboot()\n";
/** It restarts the chip, too, after it has erased `.bootcde`: only for where a handover puts that back. */
export const bluetoothOffCommand = "\x10ESP32.enableBLE(false)\n";

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
  throw new UserError("the board's program cannot be stopped: press EN (or switch off and on) and try again at once");
}

/**
 * Restarts the chip by a command and resolves with what its node says of itself, as soon as it is online or `ms` have passed.
 * @param say gets the news, line by line
 * @throws {LinkLost} when the port goes away meanwhile
 */
export async function restart(
  console: BoardConsole,
  storage: BoardStorage,
  command: string,
  ms: number,
  say: (line: string) => void,
  advice: Advice,
): Promise<StartReport> {
  const report = new StartReport(advice);
  const look = new Listeners<undefined>();
  const stop = console.onLine((line) => {
    const news = report.line(line);
    if (news !== undefined) say(news);
    look.tell(undefined);
  });
  /** Resolves once `enough`, or late. */
  const until = (enough: () => boolean, late: number): Promise<unknown> => within<true>(console.link, late, (came) => look.add(() => enough() && came(true)));
  try {
    const end = Date.now() + ms;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const begun = until(() => report.isUp || report.settled, Math.min(ms, 8_000));
      begun.catch(() => undefined); // typing fails of the same
      // Whatever the command does not do on this build, a reboot does.
      await console.type(attempt < attempts - 1 ? command : rebootCommand);
      await begun;
      if (report.isUp || report.settled) break;
      if ((await storage.value(`typeof global.${mark}`)) === "undefined") break; // it restarted, and said nothing
    }
    if (!report.settled) await until(() => report.settled, end - Date.now());
    return report;
  } finally {
    stop();
  }
}
