/** Scenarios: plays those that come with the simulator and files of the user's own, and shows how far they are. */
import { css, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { duration } from "../../board/words.ts";
import type { Faults, ScenarioProgress } from "../../protocol.ts";
import { common, Part } from "../part.ts";
import type { Topic } from "../simulator.ts";
import { Ticker } from "../ticker.ts";

/** Bytes; a scenario is a page of text. */
const largestFile = 100_000;
const noFaults: Faults = { wifi: true, broker: true, bytesPerSecond: undefined, silent: false, unplugged: [] };

export class DingScenarios extends Part {
  static override properties: PropertyDeclarations = { ...Part.properties, _chosen: { state: true }, _problem: { state: true } };
  static override styles = [
    common,
    css`
      ol {
        list-style: none;
        margin: 8px 0 0;
        padding: 0;
        max-height: 9em;
        overflow: auto;
      }
      li {
        display: grid;
        grid-template-columns: 1.4em 3.6em minmax(0, 1fr);
        padding: 2px 6px;
        border-radius: 4px;
      }
      li.next {
        background: var(--mark);
      }
      li.done {
        color: var(--dim);
      }
      time {
        font-variant-numeric: tabular-nums;
      }
      h3,
      li,
      p {
        overflow-wrap: anywhere;
      }
      progress {
        width: 100%;
        accent-color: var(--accent);
      }
      .file {
        margin-top: 10px;
      }
      .file input {
        min-width: 0;
        flex: 1 1 150px;
      }
      p:empty {
        margin: 0;
      }
      p {
        margin: 6px 0;
      }
    `,
  ];
  protected readonly topics: readonly Topic[] = ["connection", "faults", "scenario", "refused"];

  declare private _chosen: string | undefined;
  /** What is wrong with the user's file. */
  declare private _problem: string;
  /** What the simulator calls "the file". */
  private _fileName = "the file";

  constructor() {
    super();
    this._problem = "";
    new Ticker(this, 250, () => this.simulator?.scenario?.running === true);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const list = this.renderRoot.querySelector("ol");
    const next = list?.querySelector<HTMLElement>(".next");
    // Only the list moves: scrollIntoView would move the page as well.
    if (list && next) list.scrollTop = next.offsetTop - list.offsetTop - next.offsetHeight;
  }

  protected override render(): TemplateResult {
    const { simulator } = this;
    const names = simulator?.hello?.scenarios ?? [];
    const scenario = simulator?.scenario;
    const running = scenario?.running === true;
    const refused =
      simulator?.refused?.request === "play"
        ? simulator.refused.reason.replace(/^the file(: is(?= ))?/, (_all, is) => this._fileName + (is === undefined ? "" : " is"))
        : "";
    const problem = this._problem === "" ? refused : this._problem;
    return html`
      <section aria-labelledby="title">
        <h2 id="title">Scenarios</h2>
        ${this._choice(names, running)} ${running ? nothing : this._file()}
        <p class="bad" role="alert">${problem}</p>
        ${
          scenario === undefined || (problem !== "" && !running)
            ? html`<p class="dim">It switches faults and presses buttons at set times, as <code>npm start -- --scenario file.json</code> does.</p>`
            : this._progress(scenario)
        }
      </section>
    `;
  }

  private _choice(names: readonly string[], running: boolean): TemplateResult {
    const chosen = this._chosen ?? names[0];
    return html`
      <div class="row">
        <label for="scenario">Scenario</label>
        <select
          id="scenario"
          ?disabled=${running}
          @change=${(event: Event) => event.target instanceof HTMLSelectElement && (this._chosen = event.target.value)}
        >
          ${names.map((name) => html`<option value=${name} ?selected=${name === chosen}>${name}</option>`)}
        </select>
        ${
          running
            ? html`<button type="button" @click=${() => this.simulator?.send({ type: "stop" })}>Stop</button>`
            : html`<button type="button" class="main" ?disabled=${chosen === undefined} @click=${() => this._play(chosen)}>Play</button>`
        }
      </div>
    `;
  }

  private _file(): TemplateResult {
    return html`
      <div class="row file">
        <label for="file">Your own file</label>
        <input id="file" type="file" accept=".json,application/json" @change=${(event: Event) => void this._onFile(event)} />
      </div>
    `;
  }

  private _progress({ name, steps, done, startedAt, running }: ScenarioProgress): TemplateResult {
    const elapsed = Math.max(0, (this.simulator?.now() ?? startedAt) - startedAt);
    const outcome = done >= steps.length ? "done" : "stopped";
    return html`
      <h3>${name} <span class="dim">${running ? duration(elapsed) : outcome}</span></h3>
      ${running ? nothing : this._left()}
      <progress aria-label="Steps done" max=${steps.length} .value=${done}></progress>
      <ol>
        ${steps.map(({ at, text }, index) => {
          const state = index < done ? "done" : index === done && running ? "next" : "";
          return html`
            <li class=${state} aria-current=${state === "next" ? "step" : nothing}>
              <span aria-hidden="true">${state === "done" ? "✓" : state === "next" ? "▸" : ""}</span>
              <time>${at} s</time>
              <span>${text}</span>
            </li>
          `;
        })}
      </ol>
    `;
  }

  /** A scenario puts everything right when it begins, not when it ends. */
  private _left(): TemplateResult | typeof nothing {
    const { wifi, broker, bytesPerSecond, silent, unplugged } = this.simulator?.faults ?? noFaults;
    const left = [
      ...(wifi ? [] : ["Wi-Fi is off"]),
      ...(broker ? [] : ["the broker is off"]),
      ...(bytesPerSecond === undefined ? [] : ["the link is slow"]),
      ...(silent ? ["the link is silent"] : []),
      ...unplugged.map((node) => `${node} has no power`),
    ];
    return left.length === 0 ? nothing : html`<p class="bad">It leaves behind: ${left.join(", ")}. Switch that under "Faults to try".</p>`;
  }

  private _play(name: string | undefined): void {
    if (name === undefined) return;
    this._forget();
    this.simulator?.send({ type: "play", name });
  }

  private async _onFile(event: Event): Promise<void> {
    const { target: input } = event;
    if (!(input instanceof HTMLInputElement)) return;
    const file = input.files?.[0];
    if (file === undefined) return;
    this._forget();
    this._fileName = file.name;
    if (file.size > largestFile) this._problem = `${file.name} is too long for a scenario: ${file.size} bytes, where ${largestFile} are allowed.`;
    else this.simulator?.send({ type: "play", file: await file.text() });
    // So that the same file can be chosen again, once it was put right.
    input.value = "";
  }

  private _forget(): void {
    this._problem = "";
    if (this.simulator?.refused?.request === "play") this.simulator.refused = undefined;
  }
}

customElements.define("ding-scenarios", DingScenarios);
