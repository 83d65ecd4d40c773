/** "Set up": network and broker in a form, then node and configuration written by the flash tool's own code. */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { flashBoard } from "../../../board-setup/flash-board.ts";
import { pinsFor } from "../../../config/board-file.ts";
import type { ConnectedBoard } from "../../real-board/connected-board.ts";
import { pageAdvice } from "../../real-board/page-advice.ts";
import { PagePerson } from "../../real-board/page-person.ts";
import { checkForm, emptyForm, type CheckedForm, type Field, type SetUpForm } from "../../real-board/set-up-form.ts";
import type { BuiltNode } from "../../../node-build/built-node.ts";
import { common } from "../part.ts";
import { BoardPart } from "./board-part.ts";
import { loadNode } from "./load-node.ts";
import { workShown, workStyles } from "./work-styles.ts";

/** ms that a node gets to come online */
const onlineTimeout = 30_000;

export class DingSetUp extends BoardPart {
  static override properties: PropertyDeclarations = { ...BoardPart.properties, checked: { state: true }, trouble: { state: true }, isDone: { state: true } };
  static override styles = [common, workStyles];

  declare checked: CheckedForm | undefined;
  declare trouble: string | undefined;
  declare isDone: boolean | undefined;
  private readonly _form: SetUpForm = { ...emptyForm };
  private _person = new PagePerson(() => this.requestUpdate());

  protected override render(): TemplateResult | typeof nothing {
    const { board } = this;
    if (board === undefined) return nothing;
    const sensorPins = pinsFor(this.simulator?.hello?.board.pins ?? {}, "analog");
    return html`
      <details>
        <summary>Set up</summary>
        <p>Puts the node on this board, with what it has to know. What you leave empty stays as the board has it, but for network and broker.</p>
        <form @submit=${(event: SubmitEvent) => void this._submit(board, event)} novalidate>
          <div class="fields">
            ${this._text("network", "Wi-Fi network", "off")} ${this._text("password", "Wi-Fi password", "new-password", "password")}
            ${this._tick("isOpen", "The network has no password")} ${this._text("broker", "MQTT broker, as host or host:port", "off")}
            ${this._text("username", "User name for the broker, if it wants one", "off")}
            ${this._text("brokerPassword", "Password for the broker", "new-password", "password")}
            ${this._text("node", "Name of the node, if you want to choose it", "off")}
            <div>
              <label for="sensor">Light sensor</label>
              <select id="sensor" @change=${(event: Event) => this._take("sensor", event)} aria-describedby="sensor-note">
                <option value="">as the board has it</option>
                <option value="none">none</option>
                ${sensorPins.map((pin) => html`<option value=${pin}>on ${pin}</option>`)}
              </select>
              ${this._note("sensor")}
            </div>
            ${this._tick("replace", "Replace another program, if there is one")}
          </div>
          <button class="main" ?disabled=${board.isBusy || board.what === ""}>Set up</button>
        </form>
        ${workShown(this._person, this.trouble)}
        <p class="good" role="status">${this.isDone ? "The node is on the board, and online." : nothing}</p>
      </details>
    `;
  }

  private _text(field: Exclude<Field, "isOpen" | "replace">, label: string, autocomplete: AutoFill, type = "text"): TemplateResult {
    const isWrong = this.checked?.faults.has(field) === true;
    return html`
      <div>
        <label for=${field}>${label}</label>
        <input
          id=${field}
          type=${type}
          autocomplete=${autocomplete}
          spellcheck="false"
          aria-invalid=${isWrong ? "true" : "false"}
          aria-describedby="${field}-note"
          @input=${(event: Event) => this._take(field, event)}
        />
        ${this._note(field)}
      </div>
    `;
  }

  private _tick(field: "isOpen" | "replace", label: string): TemplateResult {
    return html`<label class="tick"><input type="checkbox" @change=${(event: Event) => this._take(field, event)} /> ${label}</label>`;
  }

  private _note(field: Field): TemplateResult {
    const fault = this.checked?.faults.get(field);
    return html`<p id="${field}-note" class=${fault === undefined ? "dim" : "bad"}>${fault ?? this.checked?.notes.get(field) ?? nothing}</p>`;
  }

  private _take(field: Field, event: Event): void {
    const { target } = event;
    if (field === "isOpen" || field === "replace") this._form[field] = target instanceof HTMLInputElement && target.checked;
    else if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) this._form[field] = target.value;
  }

  private async _submit(board: ConnectedBoard, event: SubmitEvent): Promise<void> {
    event.preventDefault();
    this.trouble = undefined;
    this.isDone = false;
    this._person = new PagePerson(() => this.requestUpdate());
    try {
      this._person.say("Fetching the node...");
      const node = await loadNode(this.simulator);
      const checked = checkForm(this._form, node.settings);
      this.checked = checked;
      if (checked.faults.size > 0) return void this._showFault();
      await this._write(board, node, checked);
      this.isDone = true;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    }
  }

  private async _write(board: ConnectedBoard, node: BuiltNode, { options, passwords }: CheckedForm): Promise<void> {
    for (const secret of [passwords.wifi, passwords.mqtt]) board.hide(secret);
    const around = { terminal: this._person, passwords, advice: pageAdvice, patience: onlineTimeout };
    await board.exclusively(() => flashBoard(board.link, node, options, around));
  }

  /** To where the first mistake is. */
  private _showFault(): void {
    this._person = new PagePerson(() => this.requestUpdate());
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  }
}

customElements.define("ding-set-up", DingSetUp);
