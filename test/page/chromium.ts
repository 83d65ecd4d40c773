/** The browser of these tests: Debian's Chromium, and how it is started. */
import { findProgram } from "../../src/tools/brokers/find-program.ts";

/** Its path; undefined when it is not installed. */
export function findChromium(): string | undefined {
  return findProgram("chromium") ?? findProgram("chromium-browser");
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
