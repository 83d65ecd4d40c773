/** Says once, before the tests, what they will skip and why. */
import { findProgram } from "../../src/tools/brokers/find-program.ts";
import { requirements } from "./requirements.ts";

export default function sayWhatIsMissing(): void {
  const found = requirements();
  if (typeof found === "string") {
    process.stderr.write(`${found}\n`);
    return;
  }
  if (findProgram("mosquitto_sub") === undefined) {
    process.stderr.write("the worksheet's tests are skipped: missing mosquitto-clients (Debian: apt-get install mosquitto-clients)\n");
  }
  if (!process.env["ESPRUINO"]) {
    process.stderr.write("the interop tests run on the virtual ESP32 alone: ESPRUINO names no interpreter\n");
  }
}
