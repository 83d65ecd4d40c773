/** Says once, before the tests, which recipes they will skip and why. */
import { curl, found, influxd, jinja, mosquittoClients, nodeRed, openssl } from "./requirements.ts";

export default function sayWhatIsMissing(): void {
  const lines = [
    typeof found === "string" ? found.replace("the interop tests", "all recipes") : "",
    openssl ? "" : "the recipes with accounts and a bridge are skipped: missing openssl (Debian: apt-get install openssl)",
    mosquittoClients ? "" : "the recipe with accounts is skipped: missing mosquitto_pub (Debian: apt-get install mosquitto-clients)",
    influxd && curl ? "" : "writing to InfluxDB is skipped: missing influxd or curl (Debian: apt-get install influxdb curl)",
    jinja ? "" : "the recipe with Home Assistant is skipped: missing python3-jinja2 (Debian: apt-get install python3-jinja2)",
    nodeRed ? "" : "the recipe with Node-RED is skipped: missing Node-RED (npm ci --prefix test/recipes/node-red)",
    process.env["ESPRUINO"] ? "" : "the recipes' tests run on the virtual ESP32 alone: ESPRUINO names no interpreter",
  ];
  for (const line of lines.filter((text) => text !== "")) process.stderr.write(`${line}\n`);
}
