/** A push button of the board: what hands do to it becomes changes of its pin. Its picture lies below; this has the name and the focus. */
import { css, html, LitElement, type PropertyDeclarations, type TemplateResult } from "lit";
import type { ButtonConfig } from "../../../../firmware/button.ts";
import { buttonName } from "../../board/words.ts";
import { common } from "../part.ts";
import type { Simulator } from "../simulator.ts";
import { Finger } from "./finger.ts";
import { Hold } from "./hold.ts";

export class DingPushButton extends LitElement {
  static override properties: PropertyDeclarations = {
    simulator: { attribute: false },
    node: { attribute: false },
    button: { attribute: false },
    pressed: { attribute: false },
    bouncing: { attribute: false },
    takesSpace: { attribute: false },
  };
  static override styles = [
    common,
    css`
      :host {
        position: absolute;
        width: 67px;
        height: 45px;
      }
      .press {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        padding: 0;
        border: 0;
        border-radius: 8px;
        background: none;
        touch-action: none;
        user-select: none;
        -webkit-user-select: none;
        -webkit-touch-callout: none;
      }
      .press:hover {
        background: color-mix(in srgb, var(--accent) 14%, transparent);
      }
    `,
  ];

  declare simulator: Simulator | undefined;
  /** The board's name. */
  declare node: string;
  declare button: ButtonConfig;
  /** Its contact is closed, whoever closed it. */
  declare pressed: boolean;
  /** Whether its contact bounces. */
  declare bouncing: boolean;
  /** Whether the space bar presses it while no field has the focus. */
  declare takesSpace: boolean;
  private readonly _finger = new Finger();
  private readonly _hold = new Hold(
    this,
    (pressed) => this._press(pressed),
    () => this.takesSpace,
  );

  protected override render(): TemplateResult {
    const { button, pressed } = this;
    return html`
      <button
        type="button"
        class="press"
        aria-label="${buttonName(button.name)} at ${button.pin}: press and hold"
        aria-pressed=${pressed ? "true" : "false"}
        @pointerdown=${this._hold.onPointerDown}
        @pointerup=${this._hold.onPointerEnd}
        @pointercancel=${this._hold.onPointerEnd}
        @lostpointercapture=${this._hold.onPointerEnd}
        @keydown=${this._hold.onKeyDown}
        @blur=${this._hold.onBlur}
        @contextmenu=${(event: Event) => event.preventDefault()}
      ></button>
    `;
  }

  private _press(pressed: boolean): void {
    this._finger.bouncing = this.bouncing;
    if (pressed) this._finger.press(this.simulator, this.node, this.button);
    else this._finger.release();
  }
}

customElements.define("ding-push-button", DingPushButton);
