/** What a test has started, ended after it: the last one first, such as a board before its broker. */
import { afterEach } from "vitest";
import { killAll } from "../support/child-program.ts";

/** Registers the end of each test; the function it returns takes what there is to be ended, and gives it back. */
export function endsAfterEach(): <T>(started: T, end: (started: T) => unknown) => T {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    killAll();
  });
  return (started, end) => {
    ends.push(() => end(started));
    return started;
  };
}
