/** The base class of the parts about a connected board: it redraws them when the board changes. */
import { LitElement, type PropertyDeclarations } from "lit";
import type { ConnectedBoard } from "../../real-board/connected-board.ts";
import type { Simulator } from "../simulator.ts";

export abstract class BoardPart extends LitElement {
  static override properties: PropertyDeclarations = { board: { attribute: false }, simulator: { attribute: false } };

  declare board: ConnectedBoard | undefined;
  declare simulator: Simulator | undefined;
  private _heard: ConnectedBoard | undefined;
  private _stop: () => void = () => undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._stop();
    this._heard = undefined;
  }

  protected override willUpdate(): void {
    if (this._heard === this.board) return;
    this._stop();
    this._heard = this.board;
    this._stop = this.board?.on(() => this.requestUpdate()) ?? ((): void => undefined);
  }
}
