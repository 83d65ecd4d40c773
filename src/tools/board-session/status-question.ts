/** A node's status, asked for without a line on its console: somebody may be reading there, and it is asked often. */
import { isObject } from "../../firmware/validate.ts";

/**
 * An expression whose value is what `ding.status()` prints; "" where no node runs. The build makes `print` of `console.log`,
 * which is why both are replaced meanwhile; they are back afterwards whatever happens.
 */
export const statusQuestion =
  '(function(){if(typeof ding!="object")return"";var p=print,l=console.log,said="";' +
  'global.print=console.log=function(a,b,c){said=a+" "+b+" "+c};try{ding.status()}finally{global.print=p;console.log=l}return said})()';

export interface NodeStatus {
  readonly isOnline: boolean;
  /** 0..1, as the node has set it; undefined when it does not say. */
  readonly led: number | undefined;
  /** Messages waiting. */
  readonly queued: number;
}

/** Reads "online {health} {state of the LED}"; undefined when it is something else. */
export function readStatus(answer: unknown): NodeStatus | undefined {
  const [, word, json = ""] = /^(online|offline) (\{.*\})$/.exec(String(answer)) ?? [];
  const between = json.lastIndexOf("} {");
  if (word === undefined || between < 0) return undefined;
  const health = parse(json.slice(0, between + 1));
  const led = parse(json.slice(between + 2));
  return { isOnline: word === "online", led: brightness(led), queued: Number(health["queued"] ?? 0) };
}

function brightness({ state, brightness: level }: Record<string, unknown>): number | undefined {
  if (state === "off") return 0;
  return typeof level === "number" ? level : undefined;
}

function parse(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
