/** The node that the simulator's computer has built for a real board. */
import type { BuiltNode } from "../../../node-build/built-node.ts";
import type { Simulator } from "../simulator.ts";

/** @throws when the simulator does not answer, or cannot build it; then in its own words */
export async function loadNode(simulator: Simulator | undefined): Promise<BuiltNode> {
  if (simulator === undefined) throw new Error("the simulator is not connected: reload the page");
  const response = await simulator.fetch("node.json").catch(() => undefined);
  if (response === undefined) throw new Error("the simulator does not answer: start it again with npm start, and reload the page");
  if (!response.ok) throw new Error((await response.text()) || `the simulator has no node for a board (${response.status})`);
  // Only our own server can have answered: it is the page's own origin.
  return (await response.json()) as BuiltNode;
}
