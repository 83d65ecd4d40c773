/** Expressions that must print the same on the virtual board as on the interpreter they were recorded from. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { boards } from "../support/boards.ts";
import { api } from "./probes/api.ts";
import { errors, errorsOnlyThere } from "./probes/errors.ts";
import { json, jsonOnlyThere } from "./probes/json.ts";
import type { Probe } from "./probes/probe.ts";
import { strings, stringsOnlyThere } from "./probes/strings.ts";
import { values, valuesOnlyThere } from "./probes/values.ts";

const tables: [string, readonly Probe[]][] = [
  ["strings and numbers", strings],
  ["JSON", json],
  ["values and names", values],
  ["errors", errors],
  ["Espruino's functions", api],
];
const onlyThere: [string, readonly Probe[]][] = [
  ["strings and numbers", stringsOnlyThere],
  ["JSON", jsonOnlyThere],
  ["values and names", valuesOnlyThere],
  ["errors", errorsOnlyThere],
];

async function answer(board: ProgrammableBoard, expression: string): Promise<string> {
  try {
    return await board.eval(expression);
  } catch (error) {
    return `! ${error instanceof Error ? error.message : String(error)}`;
  }
}

describe.each(boards())("on the %s", (name, make) => {
  const all = name === "real interpreter" ? [...tables, ...onlyThere] : tables;
  describe.each(all)("%s", (_topic, probes) => {
    let board: ProgrammableBoard;
    beforeAll(async () => {
      board = make();
      await board.powerOn();
    });
    afterAll(() => board.discard());

    test.each(probes)("%s", async (expression, printed) => {
      expect(await answer(board, expression)).toBe(printed);
    });
  });
});
