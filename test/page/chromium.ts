/** The browser of these tests: Debian's Chromium, and how it is started. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Its path; undefined when it is not installed. */
export function findChromium(): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin"];
  return folders
    .flatMap((folder) => [join(folder, "chromium"), join(folder, "chromium-browser")])
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** It talks to this computer only, and asks nobody anything. It may run as root, as CI does. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const missing = "the page's tests are skipped: missing chromium (Debian: apt-get install chromium)";
