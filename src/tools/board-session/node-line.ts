/** The lines of a node's console that the tools read, by what they begin with and hold: src/firmware/log.ts has the words. */
import { LogPrefix, LogText } from "../../firmware/log.ts";

/** What follows a prefix; undefined when the line has another. */
export function textAfter(line: string, prefix: LogPrefix): string | undefined {
  return line.startsWith(prefix) ? line.slice(prefix.length) : undefined;
}

/** Whether a line is of this part of the node. */
export function isFrom(line: string, ...prefixes: readonly LogPrefix[]): boolean {
  return prefixes.some((prefix) => line.startsWith(prefix));
}

/** The line that a node says when it starts; undefined when it is another. */
export function readStart(line: string): { version: string; name: string } | undefined {
  const text = textAfter(line, LogPrefix.Node);
  const [version = "", ...rest] = text?.split(": ") ?? [];
  const [name, boot] = splitAtLast(rest.join(": "), LogText.NodeBoot);
  return boot === undefined ? undefined : { version, name };
}

/** The number of the boot that the line of a node's start names; undefined when it is another line. */
export function readBoot(line: string): number | undefined {
  const [, boot = ""] = splitAtLast(textAfter(line, LogPrefix.Node) ?? "", LogText.NodeBoot);
  const digits = /^\d+/.exec(boot)?.[0];
  return digits === undefined ? undefined : Number(digits);
}

/** The ms until the next attempt that a line names; undefined when it names none. */
export function readRetry(text: string): number | undefined {
  const seconds = parseFloat(text.split(LogText.Retry)[1] ?? "");
  return Number.isNaN(seconds) ? undefined : seconds * 1000;
}

/** Without what it says of the next attempt. */
export function withoutRetry(text: string): string {
  return text.split(LogText.Retry)[0] ?? "";
}

/** Whether the text of Wi-Fi says that it is connected. */
export function isWifiConnected(text: string): boolean {
  return text.startsWith(LogText.WifiConnected);
}

/** Whether the text of MQTT says that it is connected. */
export function isMqttConnected(text: string): boolean {
  return text.startsWith(LogText.MqttConnected);
}

/** Whether the text of MQTT says that an attempt goes on with the older version. */
export function isVersionRefused(text: string): boolean {
  return text.startsWith(LogText.VersionRefused);
}

/** Why a node does not go online at all, and will not by itself; undefined when the line does not say so. */
export function readStandstill(line: string): string | undefined {
  if (isFrom(line, LogPrefix.SafeMode)) return line;
  if (textAfter(line, LogPrefix.Boot)?.startsWith(LogText.NoNode)) return line;
  const isOffline = isFrom(line, LogPrefix.Config) && line.includes(LogText.StaysOffline);
  return isOffline ? line.split(LogText.StaysOffline)[0] : undefined;
}

function splitAtLast(text: string, between: string): [before: string, after: string | undefined] {
  const at = text.lastIndexOf(between);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + between.length)];
}
