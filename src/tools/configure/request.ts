/** A change as it is sent to a node (docs/configuring.md). */
import type { JsonObject } from "../../firmware/validate.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { signCommand } from "../mqtt/sign-command.ts";

/** Bytes that a node takes, number and signature included. */
const mostBytes = 2048;

/** Where a node takes changes. */
export function requestTopic(base: string, node: string): string {
  return `${base}/control/update/${node}`;
}

/** @param n higher than in every command before */
export function signedRequest(topic: string, change: JsonObject, n: number, key: string): string {
  return signCommand(topic, JSON.stringify({ config: change }), n, key);
}

/** @throws {UserError} if a node would not take so long a request */
export function checkLength(topic: string, change: JsonObject, key: string): void {
  const bytes = Buffer.byteLength(signedRequest(topic, change, Date.now(), key));
  if (bytes > mostBytes) {
    throw new UserError(`the change makes ${bytes} bytes, and a node takes ${mostBytes} at once: send it in parts, or use npm run flash`, exitCodes.usage);
  }
}
