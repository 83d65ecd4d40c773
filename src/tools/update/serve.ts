/** Updates at Home Assistant's request: it cannot sign, so a computer that has the key does the work. */
import type { Nodes } from "./nodes.ts";
import { updateNode, verdictLine, type Update } from "./update-node.ts";

/**
 * Makes the version known, and from then on updates each node for which Home Assistant asks, one after another. One that fails is
 * named, and hinders no other.
 * @param nodes with `hearsRequests`
 * @throws {UserError} if the broker, back after a loss, refuses
 */
export function serve(nodes: Nodes, wanted: Omit<Update, "node">): Promise<never> {
  const { progress, version } = wanted;
  let last = Promise.resolve();
  /** Whoever may publish may ask, as often as he likes: a node is updated once at a time. */
  const waiting = new Set<string>();
  const bring = async (node: string): Promise<void> => {
    try {
      progress.say(verdictLine(node, version, await updateNode(nodes, { ...wanted, node })));
    } catch (error) {
      // What ends it all is said once, by whoever started it.
      if (error === nodes.failure) return;
      progress.say(error instanceof Error ? error.message : String(error));
    }
  };
  const take = (node: string): void => {
    if (waiting.has(node)) return;
    waiting.add(node);
    progress.say(`${node}: to be brought to ${version.version}`);
    last = last.then(() => bring(node)).finally(() => waiting.delete(node));
  };
  return new Promise((_resolve, reject) => {
    nodes.offer(version.version, take, reject);
    progress.say(`Offering ${version.version} to Home Assistant, until Ctrl-C`);
  });
}
