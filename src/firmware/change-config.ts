/**
 * Configuration over MQTT (docs/configuring.md): a signed message has changes of ding.json. They are merged into it and checked as a
 * whole; then the node restarts, with the result on trial (config-trial.ts).
 */
import { checkConfig, readGiven } from "./read-config.ts";
import { isConfigOnTrial, publishConfigState, stageConfig } from "./config-trial.ts";
import { hmacKey } from "./hmac.ts";
import { currentJournal } from "./journal-file.ts";
import { Mark } from "./journal.ts";
import { log, LogPrefix } from "./log.ts";
import { hasNetwork } from "./missing-config.ts";
import { publishConfig } from "./mqtt.ts";
import { restartSoon } from "./restart.ts";
import { verifier } from "./signed-commands.ts";
import { roomFault } from "./slots.ts";
import { parseStrictJson } from "./strict-json.ts";
import { isUpdateStarting } from "./update.ts";
import { quote, quoteBytes } from "./utf8.ts";
import { isObject, type Fault, type JsonObject } from "./validate.ts";

/** Handles a message whose signature is valid. Returns false if it has no changes of the configuration. */
export function handleConfigChange(text: string): boolean {
  const value = parseStrictJson(text);
  if (!isObject(value) || !isObject(value.config)) return false;
  const number = verifier!._counter!._highest; // just noted, as this message's
  const fault = stageChange(value.config, number);
  if (fault) {
    log(LogPrefix.Config, "change refused: " + fault);
    publishConfig(number, '"refused","reason":' + quote(fault));
  } else {
    log(LogPrefix.Config, "restarting with a change");
    publishConfigState();
    restartSoon(Mark.RestartConfig);
  }
  return true;
}

/** Lays ding.json with these changes ready for the next boot. Returns why not; "" if it does. */
function stageChange(change: JsonObject, number: string): string {
  if (isUpdateStarting() || currentJournal().trial === Mark.Trial) return "an update is on trial";
  if (isConfigOnTrial()) return "another change is on trial";
  const given = readGiven();
  if (!isObject(given)) return "ding.json cannot be read";
  applyChange(given, change);
  const text = toJson(given);
  const fault = faultOf(text) || roomFault(2 * text.length);
  if (fault) return fault;
  try {
    stageConfig(number, text);
  } catch (error) {
    return String(error);
  }
  return "";
}

/** RFC 7396: objects are merged, null removes a key, anything else replaces. */
function applyChange(target: JsonObject, change: JsonObject): void {
  for (const key in change) {
    const value = change[key];
    if (value === null) delete target[key];
    else if (isObject(value)) {
      if (!isObject(target[key])) target[key] = {};
      applyChange(target[key] as JsonObject, value);
    } else target[key] = value;
  }
}

/** What is wrong with a configuration that is to come by MQTT; "" if nothing is. */
function faultOf(text: string): string {
  const faults: Fault[] = [];
  const config = checkConfig(text, undefined, faults);
  const fault = faults[0] ? faults[0].what : "";
  // An address may hold a login, and others read the answer.
  if (fault) return fault.indexOf("mqtt.host ") ? fault : fault.split(", got ")[0]!;
  // Whoever may read this topic would know it.
  if (hmacKey(config.mqtt.key)._inner !== verifier!._key._inner) return "mqtt.key can be set by cable only";
  return hasNetwork(config) && config.mqtt.host ? "" : "wifi.ssid or mqtt.host would be missing";
}

/** As JSON.stringify, which would not leave UTF-8 as it is. */
function toJson(value: unknown): string {
  if (typeof value === "string") return quoteBytes(value); // a password may be any bytes
  const parts: string[] = [];
  if (Array.isArray(value)) {
    for (const item of value) parts.push(toJson(item));
    return "[" + parts.join() + "]";
  }
  if (!isObject(value)) return JSON.stringify(value);
  for (const key in value) parts.push(quoteBytes(key) + ":" + toJson(value[key]));
  return "{" + parts.join() + "}";
}
