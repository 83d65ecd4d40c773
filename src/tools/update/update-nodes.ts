/** Updates one node or all, one after another, and says what became of each. */
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../command-line/user-error.ts";
import type { Nodes } from "./nodes.ts";
import { updateNode, verdictLine, type Update } from "./update-node.ts";

export interface Wanted extends Omit<Update, "node"> {
  /** The name of the only node; undefined for all. */
  only: string | undefined;
}

/**
 * Stops at the first node that fails.
 * @throws {UserError} that names the node, and how many are left; or the broker, if it refuses
 */
export async function updateNodes(nodes: Nodes, { only, ...wanted }: Wanted): Promise<void> {
  await delay(wanted.patience.gathering);
  if (nodes.failure) throw nodes.failure;
  const names = only === undefined ? [...nodes.states.keys()].toSorted() : [only];
  if (names.length === 0) throw new UserError("no node takes updates here: a node does so once it has an mqtt.key, which npm run flash sets");
  const { progress, version } = wanted;
  const away = names.filter((node) => nodes.isOnline(node) === false);
  const present = names.filter((node) => !away.includes(node));
  for (const [index, node] of present.entries()) {
    if (nodes.isOnline(node) && !nodes.states.has(node)) {
      throw new UserError(`${node} is online, but takes no updates: it needs an mqtt.key, and a version that takes them: npm run flash brings both`);
    }
    try {
      progress.say(verdictLine(node, version, await updateNode(nodes, { ...wanted, node })));
    } catch (error) {
      const left = present.length - index - 1;
      if (!(error instanceof UserError) || left === 0) throw error;
      throw new UserError(`${error.message}\nStopped: ${left} more ${left === 1 ? "node keeps its" : "nodes keep their"} version`, error.exitCode);
    }
  }
  if (away.length > 0) throw new UserError(`${away.join(", ")} ${away.length === 1 ? "is" : "are"} offline: run the command again once that has changed`);
}
