/** `<ding-listings>`: the practical's Python with this broker's address, and the wiring for Wokwi, to copy and to download. */
import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { common, Part } from "../part.ts";
import { saveFile } from "../save-file.ts";
import type { Hello, Simulator, Topic } from "../simulator.ts";
import { copyText } from "./copy-text.ts";

type Program = "subscriber" | "publisher";
type Paho = 1 | 2;

const explained: Readonly<Record<Program, string>> = {
  subscriber: "Prints what the nodes send, and rings for each press. It subscribes again after each reconnect.",
  publisher: "Toggles the LED once a second. A thread of its own keeps the connection.",
};

export class DingListings extends Part {
  static override properties: PropertyDeclarations = {
    ...Part.properties,
    _program: { state: true },
    _paho: { state: true },
    _texts: { state: true },
    _note: { state: true },
  };
  static override styles = [
    common,
    css`
      pre {
        max-height: 20rem;
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: 6px;
        background: var(--page);
        padding: 8px 10px;
        margin: 8px 0;
        tab-size: 4;
      }
      p {
        margin: 6px 0;
        font-size: 0.9rem;
      }
      fieldset {
        border: 0;
        margin: 0 16px 0 0;
        padding: 0;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        align-items: center;
      }
      legend {
        float: left;
        font-weight: 600;
        padding: 0 10px 0 0;
      }
    `,
  ];
  protected readonly topics: readonly Topic[] = ["connection"];

  declare private _program: Program;
  declare private _paho: Paho;
  /** By file name; undefined: being fetched. */
  declare private _texts: ReadonlyMap<string, string | undefined>;
  declare private _note: string;
  /** The greeting of the simulator that the texts are from. */
  private _hello: Hello | undefined;

  constructor() {
    super();
    this._program = "subscriber";
    this._paho = 1;
    this._texts = new Map();
    this._note = "";
  }

  protected override render(): TemplateResult {
    const file = `${this._program}-paho${this._paho}.py`;
    const text = this._texts.get(file);
    return html`
      <section aria-labelledby="title">
        <h2 id="title">Python</h2>
        <div class="row">
          ${this._choice("Program", "program", ["subscriber", "publisher"] as const, this._program, (value) => (this._program = value))}
          ${this._choice("paho-mqtt", "paho", [1, 2] as const, this._paho, (value) => (this._paho = value))}
        </div>
        <p>${explained[this._program]} ${this._paho === 1 ? "As the practical writes it, for paho-mqtt 1.x." : "With the callbacks of paho-mqtt 2."}</p>
        <pre tabindex="0" role="region" aria-label="${file}"><code>${text ?? "The program comes from the simulator…"}</code></pre>
        <div class="row">
          <button ?disabled=${text === undefined} @click=${() => void this._copy(text ?? "", file)}>Copy</button>
          ${this._download(file, `Download ${file}`)}
          <span role="status" class="dim">${this._note}</span>
        </div>
        ${this._more()}
      </section>
    `;
  }

  protected override updated(): void {
    // A simulator that was started again may have another broker.
    if (this._hello !== this.simulator?.hello) {
      this._hello = this.simulator?.hello;
      this._texts = new Map();
    }
    const file = `${this._program}-paho${this._paho}.py`;
    if (this.simulator?.connection === "open" && !this._texts.has(file)) void this._fetch(file, this.simulator);
  }

  private _more(): TemplateResult {
    const { host } = this.simulator?.hello?.broker ?? {};
    const isLoopback = host === undefined || host === "localhost" || host === "::1" || host.startsWith("127.");
    return html`
      ${isLoopback ? html`<p class="dim">The broker's address is this computer's own: the programs reach it from here only.</p>` : nothing}
      <h3>Wokwi</h3>
      <p>
        The same wiring as a Wokwi project: ${this._download("diagram.json")} and ${this._download("wokwi.toml")}.
        <span class="dim">Untried with Wokwi's own cloud.</span>
      </p>
    `;
  }

  private _choice<Value extends string | number>(
    label: string,
    name: string,
    values: readonly Value[],
    chosen: Value,
    choose: (value: Value) => void,
  ): TemplateResult {
    return html`
      <fieldset>
        <legend>${label}</legend>
        ${values.map((value) => html`<label><input type="radio" name=${name} .checked=${value === chosen} @change=${() => choose(value)} /> ${value === 1 ? "1.x" : value}</label>`)}
      </fieldset>
    `;
  }

  private _download(file: string, label = file): TemplateResult {
    return html`<button ?disabled=${this.simulator?.connection !== "open"} @click=${() => void this._save(file)}>${label}</button>`;
  }

  private async _save(file: string): Promise<void> {
    const answer = await this.simulator?.fetch(file).catch(() => undefined);
    if (answer?.ok !== true) this._note = `The simulator does not give ${file}: is it still running?`;
    else saveFile(file, await answer.blob());
  }

  private async _fetch(file: string, simulator: Simulator): Promise<void> {
    this._texts = new Map(this._texts).set(file, undefined);
    let text: string;
    try {
      const answer = await simulator.fetch(file);
      text = answer.ok ? await answer.text() : `# The simulator has no ${file} (${answer.status}): reload the page.`;
    } catch {
      text = "# The simulator did not answer: reload the page.";
    }
    this._texts = new Map(this._texts).set(file, text);
  }

  private async _copy(text: string, file: string): Promise<void> {
    this._note = (await copyText(text)) ? `Copied ${file}.` : "The browser does not let the page copy: download the file.";
  }
}

customElements.define("ding-listings", DingListings);
