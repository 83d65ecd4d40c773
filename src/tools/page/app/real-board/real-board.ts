/** A real board: connected by Web Serial, or the virtual one in its place, through the same seam. */
import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { consoleBaud, LinkLost, type SerialLink } from "../../../serial/serial-link.ts";
import type { ConnectedBoard } from "../../real-board/connected-board.ts";
import { webSerialOf } from "../../real-board/serial-port.ts";
import { VirtualLink } from "../../real-board/virtual-link.ts";
import { WebSerialLink } from "../../real-board/web-serial-link.ts";
import { common, Part } from "../part.ts";
import type { Topic } from "../simulator.ts";

export class DingRealBoard extends Part {
  static override properties: PropertyDeclarations = {
    ...Part.properties,
    node: { attribute: false },
    board: { state: true },
    trouble: { state: true },
    isConnecting: { state: true },
  };
  static override styles = [
    common,
    css`
      .trouble {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      details {
        margin-top: 8px;
      }
      summary {
        cursor: pointer;
      }
    `,
  ];
  protected readonly topics: readonly Topic[] = ["connection"];

  /** The simulated board that stands in for a real one. */
  declare node: string | undefined;
  declare board: ConnectedBoard | undefined;
  declare trouble: string | undefined;
  declare isConnecting: boolean | undefined;
  private _stop: () => void = () => undefined;
  /** Of the virtual board that is connected, while another one may be selected. */
  private _virtualName: string | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.board?.close();
  }

  protected override render(): TemplateResult {
    return html`
      <section aria-labelledby="title">
        <h2 id="title">A real board</h2>
        ${this.board === undefined ? this._choice() : this._connected(this.board)}
        <p class="bad trouble" role="alert">${this.trouble ?? nothing}</p>
      </section>
    `;
  }

  private _choice(): TemplateResult {
    const serial = webSerialOf(navigator);
    const virtual = this.node ?? this.simulator?.hello?.nodes[0]?.node;
    return html`
      ${
        serial === undefined
          ? html`<p>
              This browser has no Web Serial, so it cannot reach a board on a cable. Chrome, Edge, Opera and Firefox have it on a computer; Safari and the
              browsers of phones do not. ${isSecureContext ? nothing : html`It also needs an address that begins with https://, or this computer's own.`}
            </p>`
          : html`<p>Plug the board into USB, and choose its port. A blank chip is fine as well.</p>`
      }
      <div class="row">
        ${
          serial === undefined
            ? nothing
            : html`<button type="button" class="main" ?disabled=${this.isConnecting} @click=${() => void this._connectPort(serial)}>Connect</button>`
        }
        ${
          virtual === undefined
            ? nothing
            : html`<button type="button" ?disabled=${this.isConnecting} @click=${() => void this._connectVirtual(virtual)}>
                Use the virtual board ${virtual}
              </button>`
        }
      </div>
      <details>
        <summary>If the board's console is locked</summary>
        <form @submit=${(event: Event) => event.preventDefault()}>
          <label>Password of the console <input id="unlock" type="password" autocomplete="off" /></label>
        </form>
      </details>
      <p role="status">${this.isConnecting ? "Connecting..." : nothing}</p>
    `;
  }

  private _connected(board: ConnectedBoard): TemplateResult {
    const { simulator } = this;
    return html`
      <ding-board-panel .board=${board} @disconnect=${() => void this._disconnect()}></ding-board-panel>
      <ding-set-up .board=${board} .simulator=${simulator} .virtualName=${board.isVirtual ? this._virtualName : undefined}></ding-set-up>
      ${board.isVirtual ? nothing : html`<ding-espruino-form .board=${board} .simulator=${simulator}></ding-espruino-form>`}
    `;
  }

  private async _connectPort(serial: NonNullable<ReturnType<typeof webSerialOf>>): Promise<void> {
    await this._connect(false, async () => {
      const port = await serial.requestPort().catch(() => undefined); // nothing was chosen
      return port && WebSerialLink.open(port, consoleBaud);
    });
  }

  private async _connectVirtual(node: string): Promise<void> {
    const { simulator } = this;
    this._virtualName = node;
    await this._connect(true, () => Promise.resolve(simulator && new VirtualLink(simulator, node)));
  }

  /** A chip that does not answer may be blank: the board stays, for Espruino to be put on it. */
  private async _connect(isVirtual: boolean, open: () => Promise<SerialLink | undefined>): Promise<void> {
    this.trouble = undefined;
    this.isConnecting = true;
    const password = this.renderRoot.querySelector<HTMLInputElement>("#unlock")?.value;
    try {
      const link = await open();
      if (link === undefined) return;
      // Most visitors have no board: they need not load all that sets one up, before they see the page.
      const { ConnectedBoard } = await import("./connected-parts.ts");
      const board = new ConnectedBoard(link, isVirtual);
      this.board = board;
      this._stop = board.on(() => this._lost(board));
      await board.start(password);
    } catch (error) {
      if (!(error instanceof LinkLost)) this.trouble = error instanceof Error ? error.message : String(error);
    } finally {
      this.isConnecting = false;
    }
  }

  private _lost(board: ConnectedBoard): void {
    if (board.lost === undefined || this.board !== board) return;
    this.trouble = board.lost;
    this._stop();
    this.board = undefined;
  }

  private async _disconnect(): Promise<void> {
    const { board } = this;
    this._stop();
    this.board = undefined;
    this.trouble = undefined;
    await board?.close();
  }
}

customElements.define("ding-real-board", DingRealBoard);
