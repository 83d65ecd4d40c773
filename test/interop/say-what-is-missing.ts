/** Says once, before the tests, what they will skip and why. */
import { requirements } from "./requirements.ts";

export default function sayWhatIsMissing(): void {
  const found = requirements();
  if (typeof found === "string") {
    process.stderr.write(`${found}\n`);
    return;
  }
  if (!process.env["ESPRUINO"]) {
    process.stderr.write("the interop tests run on the virtual ESP32 alone: ESPRUINO names no interpreter\n");
  }
}
