/** A wire that runs down past several parts, with a branch to each: ground and 3V3 reach them so. */
import type { Point } from "./places.ts";

/**
 * @param start from the supply to the top of the rail
 * @param branches from the rail to each part, from top to bottom
 */
export function rail(start: readonly Point[], branches: readonly (readonly [Point, ...Point[]])[]): { wires: Point[][]; joints: Point[] } {
  const wires = branches.map((branch, index) => [...(branches[index - 1]?.slice(0, 1) ?? start), ...branch]);
  return { wires, joints: branches.slice(0, -1).map(([first]) => first) };
}
