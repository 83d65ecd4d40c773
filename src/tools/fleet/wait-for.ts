/** Waiting for a fleet: of many events in many nodes, one question that is asked again and again. */
import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../command-line/user-error.ts";

/** ms between two looks. */
const lookEvery = 20;

/**
 * Resolves once the condition holds.
 * @param limit ms
 * @throws {UserError} that says what did not come
 */
export async function waitFor(what: string, limit: number, condition: () => boolean): Promise<void> {
  const deadline = performance.now() + limit;
  while (!condition()) {
    if (performance.now() > deadline) throw new UserError(`after ${Math.round(limit / 1000)} s: ${what}`);
    await wait(lookEvery);
  }
}
