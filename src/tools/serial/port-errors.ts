/** Why a port could not be opened, in words that say what to do about it. */
import { readFileSync, statSync } from "node:fs";
import { userInfo } from "node:os";

/** What the reason depends on besides the error; handed in by tests. */
export interface Surroundings {
  platform: string;
  user: string;
  /** The group that a device belongs to; undefined when it cannot be told. */
  groupOf: (path: string) => string | undefined;
}

export function whyNotOpened(path: string, error: unknown, here: Surroundings = computer): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (/permission denied|EACCES|access denied/i.test(reason)) return forbidden(path, here);
  if (/busy|lock|EBUSY|EAGAIN|temporarily unavailable/i.test(reason)) {
    return `${path} is in use by another program: close the serial monitor, terminal or IDE that has it open, and try again`;
  }
  if (/no such file|ENOENT|ENXIO|ENODEV|file not found/i.test(reason)) {
    return `there is no port ${path}: is the cable plugged in? Name another with --port <path>`;
  }
  if (/ENOTTY|inappropriate ioctl|not a tty/i.test(reason)) return `${path} is not a serial port; name another with --port <path>`;
  return `${path} cannot be opened: ${reason}; unplug the board, plug it in again, and try once more`;
}

function forbidden(path: string, { platform, user, groupOf }: Surroundings): string {
  const group = platform === "linux" ? groupOf(path) : undefined;
  if (group === undefined || group === "root") return `no permission to open ${path}: ask whoever administers this computer for access to it`;
  return `no permission to open ${path}, which belongs to the group ${group}: run "sudo usermod -aG ${group} ${user}", then log out and in again`;
}

const computer: Surroundings = {
  platform: process.platform,
  get user() {
    return userInfo().username;
  },
  groupOf(path) {
    try {
      return groupName(readFileSync("/etc/group", "utf8"), statSync(path).gid);
    } catch {
      return undefined; // the advice then goes without the group's name
    }
  },
};

/** The name of the group with that number, in the format of /etc/group. */
export function groupName(groups: string, gid: number): string | undefined {
  return groups
    .split("\n")
    .map((line) => line.split(":"))
    .find((fields) => fields[2] === String(gid))?.[0];
}
