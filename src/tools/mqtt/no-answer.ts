/** Why a node does not answer, as far as its status topic tells. */
import { UserError } from "../command-line/user-error.ts";

/** @param isOnline by its status topic; undefined if that has not said anything */
export function noAnswer(node: string, isOnline: boolean | undefined): UserError {
  return new UserError(isOnline === false ? `${node} is offline` : `${node} does not answer: check its name, and that it has an mqtt.key`);
}
