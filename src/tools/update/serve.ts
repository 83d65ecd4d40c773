/** Updates at Home Assistant's request: it cannot sign, so a computer that has the key does the work. */
import type { Nodes } from "./nodes.ts";
import { updateNode, verdictLine, type Update } from "./update-node.ts";

/**
 * Makes the version known, and from then on updates each node for which Home Assistant asks, one after another. One that fails is
 * named, and hinders no other.
 * @param nodes with `hearsRequests`
 */
export function serve(nodes: Nodes, wanted: Omit<Update, "node">): void {
  const { progress, version } = wanted;
  let last = Promise.resolve();
  /** Whoever may publish may ask, as often as he likes: a node is updated once at a time. */
  const waiting = new Set<string>();
  const bring = async (node: string): Promise<void> => {
    try {
      progress.say(verdictLine(node, version, await updateNode(nodes, { ...wanted, node })));
    } catch (error) {
      progress.say(error instanceof Error ? error.message : String(error));
    }
  };
  nodes.offer(version.version, (node) => {
    if (waiting.has(node)) return;
    waiting.add(node);
    progress.say(`${node}: to be brought to ${version.version}`);
    last = last.then(() => bring(node)).finally(() => waiting.delete(node));
  });
  progress.say(`Offering ${version.version} to Home Assistant, until Ctrl-C`);
}
