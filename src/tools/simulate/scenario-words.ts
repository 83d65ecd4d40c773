/** A scenario's steps in words, for people who watch it. */
import { shortened } from "../terminal/shortened.ts";
import type { Action } from "./scenario.ts";

/** Characters of a topic, of a payload or of a name. */
const longest = 100;

/** @param names of the boards */
export function stepText(action: Action, names: readonly string[]): string {
  const of = (node: number): string => (names.length > 1 ? ` of ${names[node - 1] ?? `board ${node}`}` : "");
  switch (action.kind) {
    case "press": {
      const what = { single: "press", double: "double press", long: "hold" }[action.gesture];
      const button = action.button === undefined ? "" : ` ${shortened(action.button, longest)}`;
      return `${what}${button}${action.times === 1 ? "" : `, ${action.times} times`}${of(action.node)}`;
    }
    case "power":
      return `power${of(action.node)} ${onOff(action.on)}`;
    case "light":
      return `light${of(action.node)} at ${Math.round(action.level * 100)} %`;
    case "wifi":
      return `Wi-Fi ${onOff(action.up)}`;
    case "broker":
      return `broker ${onOff(action.up)}`;
    case "silent":
      return `silent link ${onOff(action.silent)}`;
    case "slow":
      return action.bytesPerSecond === undefined ? "slow link off" : `slow link: ${action.bytesPerSecond} bytes a second`;
    case "publish":
      return `publish ${shortened(Buffer.from(action.message.payload).toString(), longest)} to ${shortened(action.message.topic, longest)}`;
  }
}

function onOff(on: boolean): string {
  return on ? "on" : "off";
}
