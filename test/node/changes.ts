/** What sends changes of its configuration to the built node on the virtual board. */
import { signCommand } from "../../src/tools/mqtt/sign-command.ts";
import type { Desk } from "./desk.ts";
import { controlTopic, key, nextNumber, pass, withKey } from "./updates.ts";

export const configTopic = "/kv6003/config/hall";

/** What a node says of a change. */
export interface ConfigState {
  node: string;
  n: number;
  state: "refused" | "starting" | "trial" | "kept" | "failed";
  reason?: string;
}

/** A change as it is sent, and its number. */
export function signedChange(change: unknown): { n: number; text: string } {
  const n = nextNumber();
  return { n, text: signCommand(controlTopic, JSON.stringify({ config: change }), n, key) };
}

/** Sends a change, lets the node answer, and returns its number. */
export async function change(world: Desk, wanted: unknown): Promise<number> {
  const { n, text } = signedChange(wanted);
  world.publish(controlTopic, text);
  await pass(world, 500);
  return n;
}

/** What the node said last. */
export function configStateOf({ told }: Pick<Desk, "told">): ConfigState | undefined {
  return told(configTopic).at(-1) as unknown as ConfigState | undefined;
}

/** The configuration in flash; undefined if there is none. */
export function dingOf({ board }: Pick<Desk, "board">): unknown {
  const text = board.flash.read("ding.json");
  return text === undefined ? undefined : JSON.parse(Buffer.from(text, "latin1").toString());
}

/** What its ding.json holds before any change. */
export const whole = { node: "hall", wifi: { ssid: "virtual" }, sensors: [], ...withKey };

/** All states that it said. */
export const statesOf = ({ told }: Pick<Desk, "told">): unknown[] => told(configTopic).map(({ state }) => state);

export async function powerCut({ board }: Pick<Desk, "board">): Promise<void> {
  await board.powerOff();
  await board.powerOn();
}
