/** A part of the page that shows one board: the one that is selected. */
import type { PropertyDeclarations } from "lit";
import type { NodeInfo, NodeState } from "../protocol.ts";
import { Part } from "./part.ts";

export abstract class NodePart extends Part {
  static override properties: PropertyDeclarations = { ...Part.properties, node: { attribute: false } };

  /** The board's name. */
  declare node: string | undefined;

  protected get info(): NodeInfo | undefined {
    return this.simulator?.hello?.nodes.find(({ node }) => node === this.node);
  }

  protected get state(): NodeState | undefined {
    return this.node === undefined ? undefined : this.simulator?.states.get(this.node);
  }
}
