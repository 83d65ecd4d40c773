/** Says once, before the tests, which brokers they skip and why. */
import { whatIsMissing } from "./engines.ts";

export default function sayWhatIsMissing(): void {
  const lines = [...whatIsMissing(), ...(process.env["ESPRUINO"] ? [] : ["the brokers' tests run on the virtual ESP32 alone: ESPRUINO names no interpreter"])];
  for (const line of lines) process.stderr.write(`${line}\n`);
}
