/** The JSON Schemas of ding.json and flash.config.json, made from the rules that the firmware itself checks by. */
import { sensorKinds } from "../../../board/sensors/kinds.ts";
import type { PinTable } from "../../../board/board.ts";
import { configRules } from "../../firmware/config-rules.ts";
import { isObject, type JsonObject, type Rules } from "../../firmware/validate.ts";
import { descriptions, settingsDescriptions } from "./descriptions.ts";
import { partLists, sensorList, type List } from "./keys.ts";
import { pinSchema, ruleSchema, type Schema } from "./rule.ts";

const draft = "http://json-schema.org/draft-07/schema#";

/** An editor shows these as they are. */
function plainText(markdown: string): string {
  return markdown.replaceAll("`", "").replace(/\[(.+?)\]\(.+?\)/g, "$1 in the documentation");
}

/** An object with these keys and no others. */
function objectSchema(rules: Rules, usual: JsonObject, texts: Readonly<Record<string, string>>, pins: PinTable, path = ""): Schema {
  const properties = Object.entries(rules).map(([key, rule]): [string, Schema] => {
    const value = usual[key];
    if (rule.keys) {
      const object = objectSchema(rule.keys, isObject(value) ? value : {}, texts, pins, `${path}${key}.`);
      const list = { type: "array", items: object, minItems: 1, maxItems: rule.orList };
      return [key, rule.orList === undefined ? object : { anyOf: [object, list] }];
    }
    const description = plainText(texts[path + key] ?? "");
    return [key, { ...ruleSchema(rule, value, pins), ...(description && { description }), ...(value !== undefined && { default: value }) }];
  });
  return { type: "object", properties: Object.fromEntries(properties), additionalProperties: false };
}

/** One of `sensors`. What its pin must be, its kind says; without one it is the kind that is the default. */
function sensorSchema(pins: PinTable): Schema {
  const conditions = Object.entries(sensorKinds()).flatMap(([kind, { use }]) => {
    if (!use) return [];
    const isKind = { properties: { kind: { const: kind } }, ...(kind !== sensorList.usual["kind"] && { required: ["kind"] }) };
    return [{ if: isKind, then: { properties: { pin: pinSchema(pins, use) }, required: ["pin"] } }];
  });
  return { ...itemSchema(sensorList, pins), allOf: conditions };
}

/** Of `mqtt`: who signs has a key. It is no default's: a key is a secret. */
const signsWithKey = {
  if: { properties: { sign: { const: true } }, required: ["sign"] },
  then: { properties: { key: { type: "string", minLength: 1 } }, required: ["key"] },
};

function itemSchema({ rules, usual, texts }: List, pins: PinTable): Schema {
  return objectSchema(rules, usual, texts, pins);
}

function configuration(device: object, pins: PinTable): { type: unknown; properties: JsonObject; additionalProperties: unknown } {
  const all = objectSchema(configRules(), device as JsonObject, descriptions, pins);
  const known = isObject(all["properties"]) ? all["properties"] : {};
  const withItems = (key: string, items: Schema): JsonObject => ({ [key]: { ...(isObject(known[key]) ? known[key] : {}), items } });
  const parts = partLists.map((list) => withItems(list.key, { ...itemSchema(list, pins), required: ["pin"] }));
  const items = Object.assign(withItems("sensors", sensorSchema(pins)), ...parts) as JsonObject;
  const mqtt = { ...(isObject(known["mqtt"]) ? known["mqtt"] : {}), ...signsWithKey };
  return { type: all["type"], properties: { ...known, mqtt, ...items }, additionalProperties: false };
}

/** `{"$schema": "..."}` is allowed in the file itself: it is how an editor finds the schema. */
const pointer = { $schema: { type: "string" } };

/** For ding.json; `device` is flash.config.json's, whose values are the defaults here, `pins` those of its board. */
export function dingSchema(device: object, pins: PinTable): Schema {
  const { type, properties, additionalProperties } = configuration(device, pins);
  return {
    $schema: draft,
    title: "ding.json: the configuration of one board",
    type,
    properties: { ...pointer, ...properties },
    additionalProperties,
  };
}

/** For flash.config.json; `boards` are the names of the files in board/pins. */
export function flashConfigSchema(device: object, pins: PinTable, boards: readonly string[]): Schema {
  const hex = { type: "string", pattern: "^0x[0-9a-fA-F]{1,8}$" };
  const file = {
    type: "object",
    properties: {
      file: { type: "string", pattern: "^[\\w.-]+$", description: "its name in Espruino's download" },
      offset: { ...hex, description: "where it goes in flash" },
      limit: { ...hex, description: "bytes that it may have" },
      sha256: { type: "string", pattern: "^[0-9a-fA-F]{64}$", description: "what the very file must have" },
    },
    required: ["file", "offset", "limit"],
    additionalProperties: false,
  };
  return {
    $schema: draft,
    title: "flash.config.json: what is built and flashed",
    type: "object",
    properties: {
      ...pointer,
      board: { enum: boards, description: settingsDescriptions.board },
      device: { ...configuration(device, pins), description: settingsDescriptions.device },
      budget: {
        type: "object",
        properties: { total: { type: "integer", minimum: 1 } },
        required: ["total"],
        additionalProperties: false,
        description: settingsDescriptions.budget,
      },
      interpreter: {
        type: "object",
        properties: { chip: { type: "string", minLength: 1 }, files: { type: "array", items: file, minItems: 1 } },
        required: ["chip", "files"],
        additionalProperties: false,
        description: settingsDescriptions.interpreter,
      },
    },
    required: ["device", "budget"],
    additionalProperties: false,
  };
}
