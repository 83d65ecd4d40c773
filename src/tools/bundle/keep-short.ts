/**
 * Keeps the minifier from making busy functions longer. It writes a function that is called in one place into that place,
 * which saves Espruino some seven variables; but the interpreter reads text each time it runs, what it skips too, so a
 * function that runs for each packet or press would pay for what it rarely needs.
 */
import { applyEdits } from "./edit-with-map.ts";
import { callsIn, functionsOf, parseScript } from "./syntax-tree.ts";

/** Terser's word for a call that stays one. */
const stays = "/*@__NOINLINE__*/";

/** Marks the calls in the functions `busy`, and the calls of them; and the calls of the functions `alone`. All are names in the bundle. */
export function keepShort(code: string, map: string, busy: readonly string[], alone: readonly string[]): { code: string; map: string } {
  const program = parseScript(code);
  const inside = functionsOf(program)
    .filter(({ id }) => busy.includes(id.name))
    .flatMap(({ body }) => callsIn(body));
  const ofThem = callsIn(program).filter(({ callee }) => "name" in callee && (busy.includes(callee.name) || alone.includes(callee.name)));
  const places = new Set([...inside, ...ofThem].map(({ start }) => start));
  return applyEdits(
    { code, map },
    [...places].map((at) => ({ from: at, to: at, text: stays })),
  );
}
