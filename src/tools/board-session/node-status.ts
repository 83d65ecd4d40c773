/** A node's status: how to ask for it without a line on its console, and what `ding.status()` says. */
import { isObject, type JsonObject } from "../../firmware/validate.ts";

/**
 * An expression whose value is what `ding.status()` prints; "" where no node runs. The build makes `print` of `console.log`,
 * which is why both are replaced meanwhile; they are back afterwards whatever happens.
 */
export const statusQuestion =
  '(function(){if(typeof ding!="object")return"";var p=print,l=console.log,said="";' +
  'global.print=console.log=function(a,b,c){said=a+" "+b+" "+c};try{ding.status()}finally{global.print=p;console.log=l}return said})()';

export interface NodeStatus {
  readonly isOnline: boolean;
  /** ms since its start */
  readonly up: number;
  /** JsVars. */
  readonly memory: { readonly used: number; readonly total: number };
  /** Connections to the broker that were lost, and why the last one was. */
  readonly losses: number;
  readonly lastLoss: string;
  /** Messages that wait, and that were lost for want of room. */
  readonly queued: number;
  readonly dropped: number;
  /** The LED's brightness as the node set it, 0..1; 0 while it is off. */
  readonly led: number | undefined;
}

/** Reads "online {health} {state of the LED}"; undefined if it is something else. */
export function readStatus(text: string): NodeStatus | undefined {
  const [, word, health = "", led = ""] = /^(online|offline) (\{.*\}) (\{.*\})$/.exec(text) ?? [];
  const { up, memory, mqtt, queued, dropped } = parse(health);
  if (!isMemory(memory) || !isMqtt(mqtt) || typeof up !== "number" || typeof queued !== "number" || typeof dropped !== "number") return undefined;
  return { isOnline: word === "online", up, memory, losses: mqtt.losses, lastLoss: mqtt.last, queued, dropped, led: brightness(parse(led)) };
}

function isMemory(value: unknown): value is NodeStatus["memory"] {
  return isObject(value) && typeof value["used"] === "number" && typeof value["total"] === "number";
}

function isMqtt(value: unknown): value is { losses: number; last: string } {
  return isObject(value) && typeof value["losses"] === "number" && typeof value["last"] === "string";
}

function brightness({ state, brightness: level }: JsonObject): number | undefined {
  if (state === "off") return 0;
  return typeof level === "number" ? level : undefined;
}

function parse(json: string): JsonObject {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
