/** For tests: the configuration that comes of options, environment, a file, what a board has, and somebody's answers. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { settleConfig, type ConfigOptions } from "../../../src/tools/board-setup/settle-config.ts";
import { readConfigFile } from "../../../src/tools/config/config-file.ts";
import { passwordsIn } from "../../../src/tools/flash/passwords.ts";
import { settings } from "../../support/settings.ts";
import { Person } from "./flash-fixture.ts";

/** The configuration that comes out, parsed; undefined when the board's can stay. */
export async function settle(
  { config: file, ...options }: ConfigOptions & { config?: string },
  onBoard?: object | string,
  environment: NodeJS.ProcessEnv = {},
  person = new Person(),
): Promise<unknown> {
  const bytes = typeof onBoard === "object" ? Buffer.from(JSON.stringify(onBoard)).toString("latin1") : onBoard;
  const sources = { terminal: person, passwords: passwordsIn(environment), configFile: readConfigFile(file) };
  const config = await settleConfig(options, bytes, settings, sources);
  return config === undefined ? undefined : JSON.parse(Buffer.from(config, "latin1").toString("utf8"));
}

export function fileWith(text: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "config-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "ding.json");
  writeFileSync(file, text);
  return file;
}

/** As flash.config.json comes: without a sensor. */
export const bare = { ...settings, device: { ...settings.device, sensors: [] } };

export const whole = { node: "hall", wifi: { ssid: "home", password: "secret 12" }, mqtt: { host: "broker" } };
