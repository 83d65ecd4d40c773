/** All cases at one broker, which runs once for all of them. Where it is not installed, one skipped test names what is missing. */
import { afterAll, beforeAll, describe, it } from "vitest";
import { builtDist } from "../support/dist.ts";
import type { Engine, TestedBroker } from "./engines.ts";
import { limitCases } from "./limit-cases.ts";
import { nodeCases } from "./node-cases.ts";
import { outageCases } from "./outage-cases.ts";

export function suite({ expected, missing, start }: Engine): void {
  if (missing.length > 0) {
    it.skip(`${expected.name} is skipped: missing ${missing.join(" and ")}`, () => undefined);
    return;
  }
  describe(expected.servers === 1 ? expected.name : `${expected.name}, ${expected.servers} servers`, () => {
    let running: TestedBroker | undefined;
    const broker = (): TestedBroker => {
      if (running === undefined) throw new Error(`${expected.name} does not run`);
      return running;
    };
    beforeAll(async () => {
      await builtDist();
      running = await start();
    });
    afterAll(() => running?.stop());

    nodeCases({ expected, broker });
    limitCases({ expected, broker });
    outageCases({ expected, broker });
  });
}
