/** The page's head: which node this is, where its broker is, and whether the simulator is still there. */
import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { plural } from "../board/words.ts";
import { NodePart } from "./node-part.ts";
import { common } from "./part.ts";
import type { Hello, Topic } from "./simulator.ts";

const engines: Readonly<Record<Hello["engine"], string>> = { virtual: "on the virtual ESP32", espruino: "on the real Espruino interpreter" };
const troubles: Readonly<Record<"lost" | "refused", TemplateResult>> = {
  lost: html`<strong>The simulator has ended.</strong> Start it again with <code>npm start</code> and open the address that it prints.`,
  refused: html`
    <strong>The token of this page is missing, or of an earlier start of the simulator.</strong> Open the address that <code>npm start</code> prints, with all
    that stands behind its <code>#</code>.
  `,
};
/** ms that "copied" is shown */
const copiedFor = 2000;

export class DingHeader extends NodePart {
  static override properties: PropertyDeclarations = { ...NodePart.properties, _copied: { state: true } };
  static override styles = [
    common,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 22px;
        align-items: center;
        padding: 8px calc(var(--gap) + 4px);
        background: var(--card);
        border-bottom: 1px solid var(--line);
      }
      h1 {
        font-size: 1.2rem;
        margin: 0;
      }
      h1 span {
        font-weight: 400;
      }
      code {
        font-size: 0.95rem;
        overflow-wrap: anywhere;
      }
      .connection {
        margin-left: auto;
      }
      .lost {
        margin: 0;
        padding: 10px calc(var(--gap) + 4px);
        background: light-dark(#fde7e5, #4a1613);
        color: var(--text);
        border-bottom: 2px solid var(--bad);
      }
    `,
  ];
  protected readonly topics: readonly Topic[] = ["connection"];

  declare private _copied: string;

  constructor() {
    super();
    this._copied = "";
  }

  protected override render(): TemplateResult {
    const hello = this.simulator?.hello;
    const connection = this.simulator?.connection ?? "connecting";
    const [mark, word] = {
      open: ["good", "Simulator running"],
      connecting: ["warn", "Connecting"],
      lost: ["bad", "Simulator ended"],
      refused: ["bad", "Not connected"],
    }[connection];
    return html`
      <header>
        <h1>mqtt-ding-node ${hello === undefined ? nothing : html`<span class="dim">${hello.version}</span>`}</h1>
        ${hello === undefined ? nothing : this._facts(hello)}
        <span class="connection mark ${mark}" role="status">${word}</span>
      </header>
      <div role="alert">
        ${connection === "lost" || connection === "refused" ? html`<p class="lost">${troubles[connection]} ${hello === undefined ? nothing : "Below is what was last received."}</p>` : nothing}
      </div>
    `;
  }

  private _facts({ engine, nodes, broker }: Hello): TemplateResult {
    const address = `mqtt://${broker.host.includes(":") ? `[${broker.host}]` : broker.host}:${broker.port}`;
    return html`
      <span>${nodes.length > 1 ? plural(nodes.length, "node") : (this.node ?? "")} ${engines[engine]}</span>
      <span class="row">
        Broker <code>${address}</code>
        <button type="button" aria-label="Copy the broker's address" @click=${() => void this._copy(address)}>Copy</button>
        <span role="status" class="dim">${this._copied}</span>
      </span>
    `;
  }

  private async _copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this._copied = "copied";
    } catch {
      this._copied = "the browser forbids it: select the address and copy it by hand";
    }
    setTimeout(() => (this._copied = ""), copiedFor);
  }
}

customElements.define("ding-header", DingHeader);
