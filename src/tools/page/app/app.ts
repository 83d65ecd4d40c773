/** The page's layout: its parts, each in a place of its own. */
import { css, html, nothing, type TemplateResult } from "lit";
import { Part } from "./part.ts";
import "./real-board/real-board.ts";
import type { Topic } from "./simulator.ts";

export class DingApp extends Part {
  static override styles = css`
    header {
      padding: 10px 16px;
    }
    h1 {
      font-size: 1.25rem;
      margin: 0;
    }
    p {
      margin: 2px 0;
    }
  `;
  protected readonly topics: readonly Topic[] = ["connection"];

  protected override render(): TemplateResult {
    const hello = this.simulator?.hello;
    return html`
      <header>
        <h1>mqtt-ding-node</h1>
        ${hello === undefined ? nothing : html`<p>${hello.nodes.map(({ node }) => node).join(", ")}; broker mqtt://${hello.broker.host}:${hello.broker.port}</p>`}
      </header>
      <main><ding-real-board .simulator=${this.simulator}></ding-real-board></main>
    `;
  }
}

customElements.define("ding-app", DingApp);
