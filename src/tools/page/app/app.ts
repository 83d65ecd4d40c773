/** The page's layout: where each part goes, in reading order. */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import "./board/board.ts";
import "./board/faults.ts";
import "./board/nodes.ts";
import "./board/scenarios.ts";
import "./board/state.ts";
import "./board/way.ts";
import "./header.ts";
import "./messages/console.ts";
import "./messages/listings.ts";
import "./messages/messages.ts";
import "./messages/plots.ts";
import "./messages/publish.ts";
import "./real-board/real-board.ts";
import { appStyles } from "./app-styles.ts";
import { common, Part } from "./part.ts";
import type { Topic } from "./simulator.ts";

export class DingApp extends Part {
  static override properties: PropertyDeclarations = { ...Part.properties, selected: { state: true } };
  static override styles = [common, appStyles];
  protected readonly topics: readonly Topic[] = ["connection", "refused"];

  /** The board that is shown big; undefined until one was chosen. */
  declare selected: string | undefined;

  protected override render(): TemplateResult {
    const { simulator } = this;
    const names = simulator?.hello?.nodes.map(({ node }) => node) ?? [];
    const node = names.find((name) => name === this.selected) ?? names[0];
    // Cards that will stay empty say less than the header's one sentence.
    return html`
      <ding-header .simulator=${simulator} .node=${node}></ding-header>
      ${simulator?.hello === undefined && (simulator?.connection === "lost" || simulator?.connection === "refused") ? nothing : this._main(node)}
    `;
  }

  private _main(node: string | undefined): TemplateResult {
    const { simulator } = this;
    const refused = simulator?.refused;
    return html`
      <main>
        ${
          refused === undefined || refused.request === "play"
            ? nothing
            : html`<p class="refused" role="alert">${refused.reason} <button type="button" @click=${() => this._dismiss()}>Dismiss</button></p>`
        }
        <ding-nodes
          class="whole"
          .simulator=${simulator}
          .node=${node}
          @select=${(event: Event) => event instanceof CustomEvent && (this.selected = String(event.detail))}
        ></ding-nodes>
        <ding-board .simulator=${simulator} .node=${node}></ding-board>
        <div class="stack">
          <ding-state .simulator=${simulator} .node=${node}></ding-state>
          <ding-scenarios .simulator=${simulator}></ding-scenarios>
        </div>
        <ding-faults .simulator=${simulator} .node=${node}></ding-faults>
        <ding-way class="whole" .simulator=${simulator}></ding-way>
        <ding-messages class="wide" .simulator=${simulator} .node=${node}></ding-messages>
        <ding-publish .simulator=${simulator} .node=${node}></ding-publish>
        <div class="wide stack">
          <ding-console .simulator=${simulator} .node=${node}></ding-console>
          <ding-listings .simulator=${simulator} .node=${node}></ding-listings>
        </div>
        <ding-plots .simulator=${simulator} .node=${node}></ding-plots>
        <ding-real-board class="whole" .simulator=${simulator} .node=${node}></ding-real-board>
      </main>
    `;
  }

  private _dismiss(): void {
    if (this.simulator !== undefined) this.simulator.refused = undefined;
    this.requestUpdate();
  }
}

customElements.define("ding-app", DingApp);
