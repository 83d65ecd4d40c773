/** Says once, before the tests, why they will be skipped. In CI they must not be. */
import { findChromium, missing } from "./chromium.ts";

export default function sayWhatIsMissing(): void {
  if (findChromium() !== undefined) return;
  if (process.env["CI"]) throw new Error("the page's tests need Chromium (Debian: apt-get install chromium)");
  process.stderr.write(`${missing}\n`);
}
